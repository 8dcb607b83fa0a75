using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Stands for a destination that cannot be reached as things are configured: says so at the start, and again whenever traces are lost.</summary>
internal sealed class UnconfiguredExporter : ITraceExporter
{
    private readonly Complaint _problem;
    private readonly TracingDiagnostics _diagnostics;

    public UnconfiguredExporter(Complaint problem, TracingDiagnostics diagnostics)
    {
        _problem = problem;
        _diagnostics = diagnostics;
        diagnostics.Report(problem.About("Traces will be lost:"));
    }

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        _diagnostics.Report(_problem.About($"{traces.Count} trace(s) are lost:"), count: traces.Count);
        return Task.FromResult(new ExportResult(0, traces.Count));
    }

    public void Dispose()
    {
    }
}
