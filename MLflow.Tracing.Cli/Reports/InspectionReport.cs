using MLflow.Tracing.Cli.Commands;
using MLflow.Tracing.Cli.Inspection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Reporting;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Cli.Reports;

/// <summary>What <c>inspect</c> found, as JSON. <c>docs/ci.md</c> describes it for users.</summary>
internal static class InspectionReport
{
    public static void Write(IReadOnlyList<InspectedAssembly> assemblies, IReadOnlyList<WeaverDiagnostic> problems, TextWriter writer)
    {
        var json = new JsonOutput(writer);
        json.StartObject();
        ReportJson.WriteDiagnostics(problems, json);
        json.StartArray("assemblies");
        foreach (var assembly in assemblies)
        {
            json.StartObject();
            json.Property("path", PrintedPath.Of(assembly.Path));
            json.Property("name", assembly.Name);
            WriteWoven(assembly, json);
            if (assembly.WouldDo is { } report)
            {
                json.StartObject("wouldDo");
                ReportJson.WriteMembers(report, json);
                json.EndObject();
            }

            json.EndObject();
        }

        json.EndArray();
        json.EndObject();
        writer.Write('\n');
    }

    private static void WriteWoven(InspectedAssembly assembly, JsonOutput json)
    {
        if (assembly.Mark is not { } mark)
        {
            return;
        }

        json.StartObject("woven");
        json.Property("engineVersion", mark.EngineVersion);
        json.Property("configurationHash", mark.ConfigurationHash);
        json.Property("trackingUri", mark.TrackingUri);
        json.Property("experimentId", mark.ExperimentId);
        json.Property("experimentName", mark.ExperimentName);
        json.Property("tracesLlmCalls", assembly.TracesLlmCalls);
        json.StartArray("methods");
        foreach (var method in assembly.Methods)
        {
            json.StartObject();
            json.Property("function", method.Function);
            json.Property("strategy", method.Strategy is { } strategy ? ReportJson.CamelCase(strategy.ToString()) : null);
            json.Property("spanName", method.SpanName);
            json.Property("spanType", method.SpanType);
            json.Property("captureInputs", (method.Flags & TraceSiteFlags.InputsOff) == 0);
            json.Property("captureOutputs", (method.Flags & TraceSiteFlags.OutputsOff) == 0);
            json.StartArray("parameters");
            foreach (var parameter in method.Parameters)
            {
                json.Element(parameter);
            }

            json.EndArray();
            json.EndObject();
        }

        json.EndArray();
        json.EndObject();
    }
}
