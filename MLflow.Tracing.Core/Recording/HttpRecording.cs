using System.Reflection;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Recording;

/// <summary>Starts what records calls of language models in HTTP. It is an assembly of its own, which need not be there.</summary>
internal static class HttpRecording
{
    public static void Start(TracingDiagnostics diagnostics)
    {
        try
        {
            // one literal, which trimming understands and keeps
            if (Type.GetType("MLflow.Tracing.Http.LlmCallTracing, MLflow.Tracing.Http", throwOnError: false)?.GetMethod("Start", BindingFlags.Public | BindingFlags.Static) is { } start)
            {
                start.Invoke(null, null);
            }
            else
            {
                diagnostics.Report(ModelCallComplaints.NoHttpAssembly());
            }
        }
#pragma warning disable CA1031 // the program goes on without
        catch (Exception exception)
#pragma warning restore CA1031
        {
            diagnostics.Report(ModelCallComplaints.NotRecorded(exception.Message), exception);
        }
    }
}
