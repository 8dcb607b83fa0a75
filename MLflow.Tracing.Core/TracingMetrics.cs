using System.Diagnostics.Metrics;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>What a runtime tells the program's monitoring about its spans: the meter <c>MLflow.Tracing</c>, see docs/metrics.md. It lives as long as its runtime; without tracing there is none.</summary>
/// <remarks>Thread-safe. The traced program's threads only add to numbers that the export worker passes on: a listener's code does not run on them.</remarks>
internal sealed class TracingMetrics : IDisposable
{
    public const string MeterName = "MLflow.Tracing";

    private readonly Counter<long> _recorded;
    private readonly Counter<long> _exported;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _spooled;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _duration;
    private long _queueFull;
    private long _spanLimit;
    private long _tooLate;

    /// <param name="queueLength">How many traces wait for delivery.</param>
    /// <param name="spoolBytes">What is spooled.</param>
    public TracingMetrics(Func<int> queueLength, Func<long> spoolBytes)
    {
        Meter = new Meter(MeterName, LibraryVersion.Text);
        _recorded = Meter.CreateCounter<long>("mlflow.tracing.spans.recorded", "{span}", "Spans of traces that have ended.");
        _exported = Meter.CreateCounter<long>("mlflow.tracing.spans.exported", "{span}", "Spans that an exporter has delivered.");
        _dropped = Meter.CreateCounter<long>("mlflow.tracing.spans.dropped", "{span}", "Spans that are lost.");
        _spooled = Meter.CreateCounter<long>("mlflow.tracing.spans.spooled", "{span}", "Spans that are kept on disk, to be delivered later.");
        _retries = Meter.CreateCounter<long>("mlflow.tracing.export.retries", "{request}", "Requests that were sent again.");
        _duration = Meter.CreateHistogram<double>("mlflow.tracing.export.duration", "s", "How long an exporter took for a batch of traces.");
        Meter.CreateObservableUpDownCounter("mlflow.tracing.queue.length", queueLength, "{trace}", "Traces that wait for delivery or are being delivered.");
        Meter.CreateObservableUpDownCounter("mlflow.tracing.spool.bytes", spoolBytes, "By", "What is kept on disk and not delivered yet.");
    }

    public Meter Meter { get; }

    /// <summary>Counts spans of a trace that found the queue full. From any thread.</summary>
    public void OnQueueFull(int spans) => Interlocked.Add(ref _queueFull, spans);

    /// <summary>Counts a span that its trace could not take. From any thread.</summary>
    public void OnSpanRefused(bool isTooLate) => Interlocked.Increment(ref isTooLate ? ref _tooLate : ref _spanLimit);

    /// <summary>Counts spans of traces that have ended. On the worker, as all that follow.</summary>
    public void AddRecorded(long spans) => Add(_recorded, spans);

    public void AddNotAssembled(long spans) => Add(_dropped, spans, Reason("not_assembled"));

    public void AddRetry() => Add(_retries, 1);

    /// <summary>Counts what became of the spans of a batch.</summary>
    /// <param name="exporter">Who had it.</param>
    /// <param name="result">What it says.</param>
    /// <param name="spans">How many spans the batch has.</param>
    /// <param name="duration">How long it took.</param>
    public void AddExport(ITraceExporter exporter, ExportResult result, long spans, TimeSpan duration)
    {
        var name = new KeyValuePair<string, object?>("exporter", exporter.GetType().Name);
        var lost = Math.Min(spans, result.FailedSpans ?? ShareOf(result, spans));
        _duration.Record(duration.TotalSeconds, name);
        Add(_exported, spans - lost - result.KeptSpans, name);
        Add(_spooled, result.KeptSpans, name);
        Add(_dropped, lost, Reason("not_delivered"), name);
    }

    /// <summary>Counts what became of a spooled trace.</summary>
    public void AddReplayed(Delivery delivery)
    {
        var name = new KeyValuePair<string, object?>("exporter", nameof(SpoolingExporter));
        if (delivery.Failure is null)
        {
            Add(_exported, delivery.Trace.Spans.Count, name);
        }
        else
        {
            Add(_dropped, delivery.Trace.Spans.Count, Reason("not_delivered"), name);
        }
    }

    /// <summary>Counts spans of traces that the spool has dropped.</summary>
    public void AddSpoolDropped(long spans, string reason) => Add(_dropped, spans, Reason(reason));

    /// <summary>Passes on what other threads have counted.</summary>
    public void Collect()
    {
        var queueFull = Interlocked.Exchange(ref _queueFull, 0);
        Add(_recorded, queueFull);
        Add(_dropped, queueFull, Reason("queue_full"));
        Add(_dropped, Interlocked.Exchange(ref _spanLimit, 0), Reason("span_limit"));
        Add(_dropped, Interlocked.Exchange(ref _tooLate, 0), Reason("too_late"));
    }

    public void Dispose()
    {
        Collect();
        Meter.Dispose();
    }

    /// <summary>A user's exporter tells how many traces it lost, not which.</summary>
    private static long ShareOf(ExportResult result, long spans)
        => result.Failed <= 0 ? 0 : result.Delivered <= 0 ? spans : (long)((double)spans * result.Failed / ((double)result.Failed + result.Delivered));

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);

    private static void Add(Counter<long> counter, long count, params KeyValuePair<string, object?>[] tags)
    {
        if (count > 0)
        {
            counter.Add(count, tags);
        }
    }
}
