using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Stands for a destination that cannot be reached as things are configured: says so at the start, and again whenever traces are lost.</summary>
internal sealed class UnconfiguredExporter : ITraceExporter
{
    private readonly string _id;
    private readonly string _problem;
    private readonly TracingDiagnostics _diagnostics;

    public UnconfiguredExporter(string id, string problem, TracingDiagnostics diagnostics)
    {
        _id = id;
        _problem = problem;
        _diagnostics = diagnostics;
        diagnostics.Report(id, $"Traces will be lost: {problem}");
    }

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        _diagnostics.Report(_id, $"{traces.Count} trace(s) are lost: {_problem}", count: traces.Count);
        return Task.FromResult(new ExportResult(0, traces.Count));
    }

    public void Dispose()
    {
    }
}
