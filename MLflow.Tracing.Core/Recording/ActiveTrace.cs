using System.Globalization;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Recording;

/// <summary>A trace under way: its spans as a lock-free list, and what the user said about the whole.</summary>
/// <remarks>
/// A trace is complete once its root and every span started so far have ended. Then the list is sealed, exactly once, and the
/// trace goes to the runtime's queue; a span that starts later under one of its spans becomes the root of a new trace.
/// </remarks>
internal sealed class ActiveTrace : IAttachmentHolder
{
    /// <summary>Stands in place of the list once no span may be added.</summary>
    private static readonly LiveSpan s_sealed = LiveSpan.CreateMarker();

    private LiveSpan? _newest;
    private LiveSpan? _root;
    private TraceDetails? _details;
    private long _startUnixNs;
    private int _ended;
    private bool _isComplete;
    private bool _isReleased;

    public ActiveTrace(TracingRuntime runtime, ulong idHigh, ulong idLow)
    {
        Runtime = runtime;
        IdHigh = idHigh;
        IdLow = idLow;
    }

    /// <summary>A part of a trace that another process began.</summary>
    public ActiveTrace(TracingRuntime runtime, TraceParent remote)
        : this(runtime, remote.TraceIdHigh, remote.TraceIdLow)
        => _details = new TraceDetails { RemoteParentId = remote.SpanId };

    public TracingRuntime Runtime { get; }

    public ulong IdHigh { get; }

    public ulong IdLow { get; }

    /// <summary>The span of another process that the root is a child of; 0 when the trace began here.</summary>
    public ulong RemoteParentId => Details?.RemoteParentId ?? 0;

    public bool IsPart => RemoteParentId != 0;

    /// <summary>The next trace in the export queue, see <see cref="Export.TraceQueue"/>.</summary>
    public ActiveTrace? NextInQueue { get; set; }

    /// <summary>While it is under way, its slot in the <see cref="ActiveTraceBuffer"/>; after that its depth in the export queue.</summary>
    public int Place { get; set; }

    /// <summary>What it takes in the export queue.</summary>
    public int EstimatedBytes { get; set; }

    public LiveSpan Root => _root!;

    /// <summary>How many spans it has, once it is sealed.</summary>
    public int SpanCount => SealedAt?.Index ?? 0;

    /// <summary>Whether it was given to the queue.</summary>
    public bool IsComplete => Volatile.Read(ref _isComplete);

    public bool IsSealed => ReferenceEquals(Volatile.Read(ref _newest), s_sealed);

    /// <summary><c>tr-</c> and 32 lowercase hexadecimal digits; in Unity Catalog those after the place.</summary>
    public string Id => IdOf(IdHigh, IdLow, Destination);

    /// <summary>What it is filed under, if that is not the exporter's business. Whether it is a place in Unity Catalog is settled when the trace begins.</summary>
    public string? Destination => Details?.ExperimentId;

    /// <summary>A span's monotonic reading as nanoseconds since the Unix epoch.</summary>
    public long ToUnixNs(long timestamp) => _startUnixNs + SpanClock.ToNanoseconds(timestamp - _root!.StartTimestamp);

    /// <summary>What few traces have; <see langword="null"/> while this one has nothing of it.</summary>
    public TraceDetails? Details => Volatile.Read(ref _details);

    public TraceDetails EnsureDetails()
        => Details ?? Interlocked.CompareExchange(ref _details, new TraceDetails(), null) ?? _details!;

    /// <summary>The text of an id.</summary>
    public static string IdOf(ulong high, ulong low, string? destination)
    {
        var digits = high.ToString("x16", CultureInfo.InvariantCulture) + low.ToString("x16", CultureInfo.InvariantCulture);
        return CatalogLocation.Of(destination) is { } location ? new CatalogTraceId(location, digits).ToString() : "tr-" + digits;
    }

    /// <summary>What was taken out of its spans; <see langword="null"/> while nothing was.</summary>
    public TraceAttachments? Attachments => Details?.Attachments;

    public HeldAttachment? Hold(MediaSource source)
    {
        var attachments = EnsureDetails().EnsureAttachments(this);
        var held = attachments.Hold(source);
        if (Volatile.Read(ref _isReleased))
        {
            // A value captured too late is kept by nobody.
            attachments.Close();
        }

        return held;
    }

    /// <summary>
    /// The newest span once the list is sealed, and until it is released. The oldest one, which is the root, leads to it then: the list becomes a ring, and no trace pays for a field that it needs
    /// only at its end.
    /// </summary>
    private LiveSpan? SealedAt
    {
        get => _root!.Older;
        set => _root!.Older = value;
    }

    /// <summary>Starts the root span and with it the trace's clock.</summary>
    public void Begin(LiveSpan root)
    {
        _startUnixNs = SpanClock.UnixNsNow;
        root.Index = 1;
        _root = root;
        Volatile.Write(ref _newest, root);
        Runtime.Buffer.Add(this);
    }

    /// <summary>Adds a started child.</summary>
    /// <returns>False when the trace is already complete or full.</returns>
    public bool TryAdd(LiveSpan child)
    {
        while (true)
        {
            var newest = Volatile.Read(ref _newest)!;
            if (ReferenceEquals(newest, s_sealed) || newest.Index >= Runtime.Options.MaxSpansPerTrace)
            {
                return false;
            }

            child.Index = newest.Index + 1;
            child.Older = newest;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _newest, child, newest), newest))
            {
                return true;
            }
        }
    }

    /// <summary>Counts a span that has ended; the last one completes the trace.</summary>
    public void OnSpanEnded()
    {
        var ended = Interlocked.Increment(ref _ended);
        var newest = Volatile.Read(ref _newest)!;

        // Any span that starts now changes the list, and then its own end comes back here.
        if (ended == newest.Index && _root!.HasEnded && TrySeal(newest))
        {
            Complete(newest);
        }
        else if (SealedAt is { } last && ended == last.Index + 1)
        {
            Complete(last);
        }
    }

    /// <summary>
    /// Ends what is still open as ERROR, with the given reason, and completes the trace. If the processors of one of its spans run
    /// elsewhere at this moment, the end of that span completes it: nothing leaves that its processors have not finished with.
    /// </summary>
    /// <returns>How many spans were open; -1 when the trace was complete already.</returns>
    public int ForceComplete(string reason)
    {
        LiveSpan newest;
        do
        {
            newest = Volatile.Read(ref _newest)!;
            if (ReferenceEquals(newest, s_sealed))
            {
                return -1;
            }
        }
        while (!TrySeal(newest));

        var open = 0;
        for (var span = newest; span is not null; span = span.Older)
        {
            open += span.TryAbandon(reason) ? 1 : 0;
        }

        // This thread counts as one more span: whoever is the last to count completes.
        SealedAt = newest;
        Runtime.Buffer.Park(this);
        if (Interlocked.Add(ref _ended, open + 1) == newest.Index + 1)
        {
            Complete(newest);
        }

        return open;
    }

    private void Complete(LiveSpan newest)
    {
        SealedAt = newest;
        Runtime.Complete(this);
        Volatile.Write(ref _isComplete, true);
    }

    /// <summary>The record of what was thrown; shared by the frames that one exception passes, which usually end right after each other.</summary>
    public ExceptionRecord RecordOf(object? thrown)
        => Volatile.Read(ref _newest) is { Details.Exception: { } record } && record.IsOf(thrown)
            ? record
            : ExceptionRecord.Of(thrown);

    /// <summary>Roughly the bytes that it keeps alive; once it is sealed.</summary>
    public int EstimateBytes()
    {
        long bytes = 0;
        var span = SealedAt!;
        for (var left = span.Index; left > 0; left--)
        {
            bytes += span.EstimateBytes();
            span = span.Older!;
        }

        return (int)Math.Min(bytes, int.MaxValue);
    }

    /// <summary>The spans in order of their starts; once the trace is sealed.</summary>
    public LiveSpan[] TakeSpans()
    {
        var span = SealedAt!;
        var spans = new LiveSpan[span.Index];
        for (var left = span.Index; left > 0; left--)
        {
            spans[left - 1] = span;
            span = span.Older!;
        }

        return spans;
    }

    /// <summary>Lets go of what was recorded: an ambient context that lives on may hold a span for long.</summary>
    public void Release()
    {
        var span = SealedAt;
        for (var left = SpanCount; left > 0; left--)
        {
            var older = span!.Older;
            span.ReleaseValues();
            span = older;
        }

        NextInQueue = null;
        ReleaseAttachments();
    }

    /// <summary>Lets go of what was taken out of its spans.</summary>
    public void ReleaseAttachments()
    {
        Volatile.Write(ref _isReleased, true);
        Interlocked.MemoryBarrier();
        Attachments?.Close();
    }

    private bool TrySeal(LiveSpan newest)
        => ReferenceEquals(Interlocked.CompareExchange(ref _newest, s_sealed, newest), newest);
}
