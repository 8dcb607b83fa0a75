using System.Globalization;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Recording;

/// <summary>The binary values that were taken out of a trace's spans: kept from the capture until the trace was delivered, or dropped. Thread-safe.</summary>
internal sealed class TraceAttachments : IAttachmentHolder
{
    private readonly TracingRuntime _runtime;
    private readonly string _traceId;
    private readonly Dictionary<object, HeldAttachment> _byOrigin = new(new SameObject());
    private readonly Dictionary<string, HeldAttachment> _byId = new(StringComparer.Ordinal);
    private long _bytes;
    private bool _isClosed;

    public TraceAttachments(TracingRuntime runtime, string traceId)
    {
        _runtime = runtime;
        _traceId = traceId;
    }

    /// <summary>Keeps a value. The same text or attachment passes through many spans of a trace, as a chat does through an agent's: it is kept once.</summary>
    public HeldAttachment? Hold(MediaSource source)
    {
        lock (_byOrigin)
        {
            if (_isClosed)
            {
                return null;
            }

            if (_byOrigin.TryGetValue(source.Origin, out var known))
            {
                return known;
            }

            if (_runtime.AttachmentMemory.TryTake(source.HeldBytes))
            {
                _bytes += source.HeldBytes;
                var held = new HeldAttachment(source, _traceId);
                _byOrigin.Add(source.Origin, held);
                _byId.Add(held.Id, held);
                return held;
            }
        }

        _runtime.Diagnostics.Report(AttachmentComplaints.NoMemory(
            source.ContentType ?? MediaTypes.Unknown,
            source.Size.ToString(CultureInfo.InvariantCulture),
            _runtime.AttachmentMemory.Limit.ToString(CultureInfo.InvariantCulture)));
        return null;
    }

    /// <summary>The attachments that finished spans still refer to, decoded. What processors took away is not among them.</summary>
    /// <param name="spans">The spans. A reference to a value that turns out to be none becomes what <see cref="MediaMark.StandIn"/> says.</param>
    public List<TraceAttachment> ReferredToBy(Span[] spans)
    {
        var found = new Dictionary<string, TraceAttachment>(StringComparer.Ordinal);
        var corrections = new Dictionary<string, string>(StringComparer.Ordinal);
        SpanTexts.Rewrite(spans, text => AttachmentUri.ReplaceIn(text, reference =>
        {
            if (!corrections.TryGetValue(reference, out var correct))
            {
                corrections[reference] = correct = Resolve(reference, found);
            }

            return correct;
        }));
        return [.. found.Values];
    }

    /// <summary>Lets go of everything, for good.</summary>
    public void Close()
    {
        lock (_byOrigin)
        {
            _isClosed = true;
            _byOrigin.Clear();
            _byId.Clear();
            _runtime.AttachmentMemory.GiveBack(_bytes);
            _bytes = 0;
        }
    }

    private string Resolve(string reference, Dictionary<string, TraceAttachment> found)
    {
        if (AttachmentUri.TryParse(reference) is not { } uri || uri.TraceId != _traceId || Find(uri.AttachmentId) is not { } held)
        {
            return reference; // of another trace, or a text of the program's
        }

        if (!found.TryGetValue(held.Id, out var attachment))
        {
            if (held.Source.Read() is not { } bytes)
            {
                _runtime.Diagnostics.Report(AttachmentComplaints.NotBase64(uri.ContentType, _traceId));
                return MediaMark.StandIn(uri.ContentType, held.Source.Size);
            }

            found.Add(held.Id, attachment = new TraceAttachment(held.Id, uri.ContentType, bytes));
        }

        // Line breaks inside base64 are not bytes.
        return uri.Size == attachment.Content.Length ? reference : (uri with { Size = attachment.Content.Length }).ToString();
    }

    private HeldAttachment? Find(string id)
    {
        lock (_byOrigin)
        {
            return _byId.TryGetValue(id, out var held) ? held : null;
        }
    }

    private sealed class SameObject : IEqualityComparer<object>
    {
        bool IEqualityComparer<object>.Equals(object? x, object? y) => ReferenceEquals(x, y);

        int IEqualityComparer<object>.GetHashCode(object obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
