using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>
/// Stands for a destination that cannot be reached as things are configured: says so at the start, and again whenever traces are lost. Those that a spool keeps wait for a process that is configured.
/// </summary>
internal sealed class UnconfiguredExporter : IResumableExporter
{
    private readonly Complaint _problem;
    private readonly TracingDiagnostics _diagnostics;

    /// <param name="problem">What is wrong.</param>
    /// <param name="isSpooled">Whether a spool keeps the traces.</param>
    /// <param name="diagnostics">Where to complain.</param>
    public UnconfiguredExporter(Complaint problem, bool isSpooled, TracingDiagnostics diagnostics)
    {
        _problem = problem;
        _diagnostics = diagnostics;
        diagnostics.Report(problem.About(isSpooled ? "Traces stay where they are kept:" : "Traces will be lost:"));
    }

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        _diagnostics.Report(_problem.About($"{traces.Count} trace(s) are lost:"), count: traces.Count);
        return Task.FromResult(new ExportResult(0, traces.Count));
    }

    public Task DeliverAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Failure = new DeliveryFailure(_problem, IsServerGone: true);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}
