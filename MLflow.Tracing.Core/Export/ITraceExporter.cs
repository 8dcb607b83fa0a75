using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Takes finished traces to their destination. Called from one background task at a time, never from the traced program's threads.</summary>
public interface ITraceExporter : IDisposable
{
    /// <summary>Delivers some traces, in order.</summary>
    /// <param name="traces">At least one finished trace.</param>
    /// <param name="cancellationToken">Signalled when the time for delivery is up.</param>
    /// <returns>What became of them. An exception counts as <see cref="ExportResult.Failed"/> for all.</returns>
    Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken);
}
