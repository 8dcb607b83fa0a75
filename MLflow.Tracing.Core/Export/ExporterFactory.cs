using MLflow.Tracing.Wire;
namespace MLflow.Tracing.Export;
internal static class ExporterFactory
{
    public static ITraceExporter Create(TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics) => throw new NotSupportedException();
}
internal sealed class ConsoleTreeExporter : ITraceExporter
{
    public Task<ExportResult> ExportAsync(IReadOnlyList<Model.Trace> traces, CancellationToken cancellationToken) => throw new NotSupportedException();
    public void Dispose() { }
}
