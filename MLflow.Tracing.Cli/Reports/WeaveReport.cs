using MLflow.Tracing.Cli.Commands;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Reporting;

namespace MLflow.Tracing.Cli.Reports;

/// <summary>What one call of <c>weave</c> did, as JSON: of each assembly what a build reports of its own. <c>docs/ci.md</c> describes it for users.</summary>
internal static class WeaveReport
{
    public static void Write(WeaveSummary summary, int exitCode, TextWriter writer)
    {
        var json = new JsonOutput(writer);
        json.StartObject();
        json.Property("engineVersion", EngineVersion.Current);
        json.Property("dryRun", summary.IsDryRun);
        json.Property("exitCode", exitCode);
        json.Property("wovenAssemblies", summary.WovenAssemblies);
        json.Property("wovenMethods", summary.WovenMethods);
        ReportJson.WriteDiagnostics(summary.OtherDiagnostics, json);
        json.StartArray("assemblies");
        foreach (var file in summary.Files)
        {
            json.StartObject();
            json.Property("path", PrintedPath.Of(file.Path));
            json.Property("outcome", file.Assembly is null ? "unchanged" : "woven");
            ReportJson.WriteMembers(file.Report, json);
            json.EndObject();
        }

        json.EndArray();
        json.EndObject();
        writer.Write('\n');
    }
}
