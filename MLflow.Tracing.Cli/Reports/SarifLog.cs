using MLflow.Tracing.Cli.Commands;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Reporting;

namespace MLflow.Tracing.Cli.Reports;

/// <summary>What there was to say, in the format that code hosts show beside the code: SARIF 2.1.0 (OASIS).</summary>
internal static class SarifLog
{
    public static void Write(WeaveSummary summary, int exitCode, TextWriter writer)
    {
        List<WeaverDiagnostic> diagnostics = [.. summary.Diagnostics];
        var json = new JsonOutput(writer);
        json.StartObject();
        json.Property("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.Property("version", "2.1.0");
        json.StartArray("runs");
        json.StartObject();
        WriteTool(diagnostics, json);
        WriteInvocation(exitCode, json);
        json.StartArray("results");
        diagnostics.ForEach(diagnostic => WriteResult(diagnostic, json));
        json.EndArray();
        json.EndObject();
        json.EndArray();
        json.EndObject();
        writer.Write('\n');
    }

    private static void WriteTool(List<WeaverDiagnostic> diagnostics, JsonOutput json)
    {
        json.StartObject("tool");
        json.StartObject("driver");
        json.Property("name", "mlflow-tracing");
        json.Property("semanticVersion", EngineVersion.Current);
        json.StartArray("rules");
        foreach (var id in diagnostics.Select(static diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal))
        {
            json.StartObject();
            json.Property("id", id);
            json.EndObject();
        }

        json.EndArray();
        json.EndObject();
        json.EndObject();
    }

    private static void WriteInvocation(int exitCode, JsonOutput json)
    {
        json.StartArray("invocations");
        json.StartObject();
        json.Property("executionSuccessful", exitCode is ExitCode.Done);
        json.Property("exitCode", exitCode);
        json.EndObject();
        json.EndArray();
    }

    private static void WriteResult(WeaverDiagnostic diagnostic, JsonOutput json)
    {
        json.StartObject();
        json.Property("ruleId", diagnostic.Id);
        json.Property("level", diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            _ => "note",
        });
        json.StartObject("message");
        json.Property("text", diagnostic.Message);
        json.EndObject();
        if (diagnostic.File is { } file)
        {
            WriteLocation(file, diagnostic, json);
        }

        json.EndObject();
    }

    private static void WriteLocation(string file, WeaverDiagnostic diagnostic, JsonOutput json)
    {
        json.StartArray("locations");
        json.StartObject();
        json.StartObject("physicalLocation");
        json.StartObject("artifactLocation");
        json.Property("uri", UriOf(file));
        json.EndObject();
        if (diagnostic.Line > 0)
        {
            json.StartObject("region");
            json.Property("startLine", diagnostic.Line);
            json.Property("startColumn", Math.Max(1, diagnostic.Column));
            json.EndObject();
        }

        json.EndObject();
        json.EndObject();
        json.EndArray();
    }

    // Relative where possible: code hosts look such files up in the repository. Symbols may name files of another machine.
    private static string UriOf(string file)
    {
        var path = File.Exists(file) ? PrintedPath.Of(Path.GetFullPath(file)) : file;
        return Uri.TryCreate(path, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }
}
