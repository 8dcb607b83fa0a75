using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Counts what became of the traces of one batch, and reports each kind of failure once with its number.</summary>
internal sealed class BatchOutcome(TracingDiagnostics diagnostics)
{
    private readonly Dictionary<string, (Trace First, DeliveryFailure Failure, int Count)> _failures = new(StringComparer.Ordinal);
    private int _delivered;
    private int _failed;
    private long _failedSpans;

    /// <summary>Counts a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="failure">Why it did not arrive; <see langword="null"/> when it did.</param>
    public void Add(Trace trace, DeliveryFailure? failure)
    {
        if (failure is null)
        {
            _delivered++;
            return;
        }

        _failed++;
        _failedSpans += trace.Spans.Count;
        if (!failure.IsCancelled)
        {
            _failures[failure.Complaint.Id] = _failures.TryGetValue(failure.Complaint.Id, out var known)
                ? (known.First, known.Failure, known.Count + 1)
                : (trace, failure, 1);
        }
    }

    public ExportResult Report()
    {
        foreach (var (first, failure, count) in _failures.Values)
        {
            var others = count > 1 ? $" and {count - 1} more" : string.Empty;
            diagnostics.Report(failure.Complaint.About($"Trace {first.Info.TraceId}{others} not delivered:"), failure.Cause, count);
        }

        return new ExportResult(_delivered, _failed) { FailedSpans = _failedSpans };
    }
}
