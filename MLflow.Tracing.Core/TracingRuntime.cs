using System.Globalization;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Redaction;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>
/// One complete set of options, recorder, queue and exporters. <see cref="Mlflow"/> and woven code use the one that
/// <see cref="TracingSwitch"/> holds; tests and hosts may run others beside it.
/// </summary>
/// <remarks>Thread-safe. Disposing it delivers what it has.</remarks>
internal sealed class TracingRuntime : IDisposable
{
    private static readonly TimeSpan s_processingPoll = TimeSpan.FromMilliseconds(5);

    private static int s_count;

    // What makes the id, and no reference to a trace: a thread may outlive a runtime.
    [ThreadStatic]
    private static (int Runtime, ulong IdHigh, ulong IdLow, string? Destination) s_lastOfThread;

    private readonly int _number = Interlocked.Increment(ref s_count);
    private readonly TraceQueue _queue;
    private readonly Timer _sweeper;
    private readonly ActivityBridge? _bridge;
    private readonly Lazy<MlflowClient> _client;
    private readonly string? _catalogLocation;
    private Action<LiveSpan>[] _startProcessors;
    private Action<LiveSpan>[] _processors;
    private string? _experimentId;
    private int _isDisposed;

    /// <summary>Starts recording.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="exporters">Where finished traces go; disposed with the runtime.</param>
    /// <param name="diagnostics">Where to complain.</param>
    public TracingRuntime(MlflowOptions options, IReadOnlyList<ITraceExporter> exporters, TracingDiagnostics diagnostics)
    {
        Options = options;
        Diagnostics = diagnostics;
        _catalogLocation = CatalogLocation.Of(options.ExperimentId)?.ToString();
        Sampler = new TraceSampler(options.SamplingRatio);
        Capture = new CapturePolicy(options, diagnostics);
        AttachmentMemory = new AttachmentMemory(options.MaxHeldAttachmentBytes);
        Metrics = options.Metrics = new TracingMetrics(() => _queue?.Length ?? 0, () => exporters.OfType<SpoolingExporter>().Sum(static exporter => exporter.SpoolBytes));
        Buffer = new ActiveTraceBuffer(this, options.MaxActiveTraces);
        _startProcessors = [.. options.SpanStartProcessors];
        TraceMetadata = [.. options.TraceMetadata.Where(static pair => pair.Value is not null)];
        _processors = [.. options.SpanProcessors];
        _client = new Lazy<MlflowClient>(() => new MlflowClient(options, Environment.GetEnvironmentVariable, RetryPolicy.For(options), diagnostics));

        // What runs in the background must not live in the ambient values of whoever happened to start tracing, nor keep them alive.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _queue = new TraceQueue(options, exporters, diagnostics, Metrics);
            _sweeper = new Timer(static state => ((TracingRuntime)state!).Buffer.Sweep(), this, options.TraceTimeoutCheckInterval, options.TraceTimeoutCheckInterval);
        }

        _bridge = options.ActivitySources.Count > 0 ? new ActivityBridge(this, options.ActivitySources) : null;
    }

    public MlflowOptions Options { get; }

    public TracingDiagnostics Diagnostics { get; }

    /// <summary>What monitoring is told.</summary>
    public TracingMetrics Metrics { get; }

    public TraceSampler Sampler { get; }

    public CapturePolicy Capture { get; }

    public ActiveTraceBuffer Buffer { get; }

    /// <summary>What the attachments of all traces take.</summary>
    public AttachmentMemory AttachmentMemory { get; }

    public bool HasStartProcessors => _startProcessors.Length > 0;

    /// <summary>Reads and changes what the exporters of these options have delivered.</summary>
    public MlflowClient Client => _client.Value;

    /// <summary>What every trace says beside what is known of the program.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> TraceMetadata { get; }

    public bool HasProcessors => _processors.Length > 0;

    /// <summary>Whether a span may be another after its processing than before.</summary>
    public bool ChangesSpans => HasProcessors || !Capture.RecordsContent;

    /// <summary>
    /// The experiment that traces that begin are filed under; <see langword="null"/> means the exporter's. A place in Unity Catalog is never left to the exporter, since it is part of a trace's id.
    /// </summary>
    public string? ExperimentId
    {
        get => _experimentId ?? _catalogLocation;
        set => _experimentId = value;
    }

    /// <summary>The trace whose root ended last.</summary>
    public ActiveTrace? LastCompleted { get; private set; }

    /// <summary>The id of the trace that this thread completed last, if this runtime recorded it.</summary>
    public string? LastCompletedByThread => s_lastOfThread.Runtime == _number ? ActiveTrace.IdOf(s_lastOfThread.IdHigh, s_lastOfThread.IdLow, s_lastOfThread.Destination) : null;

    /// <summary>Takes a sealed trace to the queue.</summary>
    public void Complete(ActiveTrace trace)
    {
        Buffer.Remove(trace);
        LastCompleted = trace;
        s_lastOfThread = (_number, trace.IdHigh, trace.IdLow, trace.Destination);
        _queue.Enqueue(trace);
    }

    /// <summary>Counts a span that its trace could not take.</summary>
    public void OnSpanRefused(LiveSpan span)
    {
        Metrics.OnSpanRefused(isTooLate: span.Trace.IsSealed);
        Diagnostics.Report(span.Trace.IsSealed
            ? RecordingComplaints.StartedTooLate(span.ReportableName)
            : RecordingComplaints.TooManySpans(span.ReportableName, Options.MaxSpansPerTrace.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Replaces the user's processors.</summary>
    public void ConfigureProcessors(Action<LiveSpan>[] start, Action<LiveSpan>[] end)
    {
        Volatile.Write(ref _startProcessors, start);
        Volatile.Write(ref _processors, end);
    }

    /// <summary>Runs the user's processors on a span that has started.</summary>
    public void RunStartProcessors(LiveSpan span) => Run(Volatile.Read(ref _startProcessors), span);

    /// <summary>Runs the user's processors on a span that is about to close.</summary>
    public void RunProcessors(LiveSpan span) => Run(Volatile.Read(ref _processors), span);

    /// <summary>Applies the ready-made redactors among the processors to what the program said about a trace; its spans are behind them.</summary>
    public TraceInfo Redact(TraceInfo info)
    {
        if (!Capture.RecordsContent)
        {
            return ContentFree.Of(info);
        }

        foreach (var processor in Volatile.Read(ref _processors))
        {
            try
            {
                info = processor.Target is ContentRedactor redactor ? redactor.Redact(info) : info;
            }
#pragma warning disable CA1031 // a user's function or regular expression; what it did not see must not leave
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                Diagnostics.Report(PrivacyComplaints.TraceWithheld(thrown.GetType().Name, info.TraceId), thrown);
                info = ContentFree.Of(info, keepsNames: false);
            }
        }

        return info;
    }

    /// <summary>What a complaint tells about the failure of code of the user that sees values: its message, unless values are to be kept secret.</summary>
    public string ProblemOf(Exception thrown) => ChangesSpans ? "its message is not told, because spans are redacted" : thrown.Message;

    /// <summary>Waits until the traces whose roots have ended are delivered.</summary>
    /// <returns>False when the time was up first.</returns>
    public async Task<bool> FlushAsync(TimeSpan timeout)
    {
        Buffer.CompleteEndedRoots();
        var parked = Buffer.Parked;
        var start = SpanClock.Now;
        while (!Array.TrueForAll(parked, static trace => trace.IsComplete))
        {
            if (SpanClock.Now - start >= SpanClock.FromTimeSpan(timeout))
            {
                return false;
            }

            await Task.Delay(s_processingPoll).ConfigureAwait(false);
        }

        return await _queue.FlushAsync(timeout).ConfigureAwait(false);
    }

    /// <summary>Ends every trace under way and delivers what there is within the time limit; what begins later is recorded as before.</summary>
    public void CutOff(TimeSpan timeout, string reason)
    {
        Buffer.CompleteAll(reason);
        if (!FlushAsync(timeout).GetAwaiter().GetResult() && !_queue.SpoolAsync().GetAwaiter().GetResult())
        {
            Diagnostics.Report(QueueComplaints.StillUnderWay(timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Ends every trace under way, delivers what there is within the time limit, and stops.</summary>
    public void Shutdown(TimeSpan timeout, string reason)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _bridge?.Dispose();
            _sweeper.Dispose();
            Buffer.CompleteAll(reason);
            if (Buffer.Parked is { Length: > 0 } parked)
            {
                timeout = TimeSpan.FromTicks(timeout.Ticks / 2); // one half for processors at work, the other for the delivery
                SpinWait.SpinUntil(() => Array.TrueForAll(parked, static trace => trace.IsComplete), timeout);
            }

            _queue.Shutdown(timeout);
            _queue.Dispose();
            Metrics.Dispose();
            if (_client.IsValueCreated)
            {
                Client.Dispose();
            }
        }
    }

    public void Dispose() => Shutdown(Options.ExitFlushTimeout, "tracing was switched off or initialised again");

    private void Run(Action<LiveSpan>[] processors, LiveSpan span)
    {
        foreach (var processor in processors)
        {
            var outer = UserCallback.Enter();
            try
            {
                processor(span);
            }
#pragma warning disable CA1031 // the user's code may throw anything; its span must end all the same
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                var exception = thrown.GetType().Name;
                Diagnostics.Report(
                    processor.Target is RedactingProcessor
                        ? PrivacyComplaints.SpanWithheld(exception, span.ReportableName)
                        : RecordingComplaints.ProcessorThrew(exception, span.ReportableName),
                    thrown);
            }
            finally
            {
                UserCallback.Exit(outer);
            }
        }
    }
}
