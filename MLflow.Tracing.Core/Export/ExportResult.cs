namespace MLflow.Tracing.Export;

/// <summary>What became of the traces given to an <see cref="ITraceExporter"/>.</summary>
/// <param name="Delivered">How many arrived.</param>
/// <param name="Failed">How many did not. The exporter has reported why through <see cref="Mlflow.Diagnostics"/>.</param>
/// <example>
/// <code>
/// public Task&lt;ExportResult> ExportAsync(IReadOnlyList&lt;Trace> traces, CancellationToken cancellationToken)
/// {
///     var slow = traces.Where(trace => trace.Info.ExecutionDurationNs > 5_000_000_000).ToArray();
///     Console.WriteLine(string.Join('\n', slow.Select(trace => $"slow: {trace.Info.TraceId}")));
///     return Task.FromResult(new ExportResult(Delivered: traces.Count, Failed: 0));
/// }
/// </code>
/// </example>
public readonly record struct ExportResult(int Delivered, int Failed)
{
    /// <summary>How many spans the traces that did not arrive have, where the exporter knows; for metrics, no part of what the result is.</summary>
    internal long? FailedSpans { get; init; }

    /// <summary>How many spans are in a spool: neither delivered nor lost.</summary>
    internal long KeptSpans { get; init; }

    /// <summary>Whether both numbers are the same.</summary>
    public bool Equals(ExportResult other) => Delivered == other.Delivered && Failed == other.Failed;

    /// <summary>Goes with <see cref="Equals(ExportResult)"/>.</summary>
    public override int GetHashCode() => (Delivered * 397) ^ Failed;
}
