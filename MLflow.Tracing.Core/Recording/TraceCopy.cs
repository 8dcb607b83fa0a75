using MLflow.Tracing.Capture;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording;

/// <summary>Copies the spans of a finished trace into one under way.</summary>
internal static class TraceCopy
{
    // What MLflow itself says about a trace says it about the copied one, and not about the trace that takes the copies.
    private const string ReservedPrefix = "mlflow.";

    /// <summary>Adds copies below <paramref name="target"/>, or as a trace of their own when there is none.</summary>
    public static void Add(TracingRuntime runtime, Trace trace, LiveSpan? target)
    {
        List<LiveSpan> copies = [];
        var byId = new Dictionary<string, LiveSpan>(StringComparer.Ordinal);
        var media = MediaOf(trace);
        foreach (var span in ParentsFirst(trace.Spans))
        {
            var parent = span.ParentId is { } id && byId.TryGetValue(id, out var copied) ? copied : target ?? copies.FirstOrDefault();
            if (SpanFactory.Prepare(runtime, TraceSite.ByHand, parent) is not { IsMarker: false } copy)
            {
                break; // sampled out, or inside a region that records nothing
            }

            Fill(copy, media.Count == 0 ? span : WithOwnAttachments(span, media, copy.Trace));
            if (copy.Start())
            {
                copies.Add(copy);
                byId[span.SpanId] = copy;
            }
        }

        if (target is null && copies.Count > 0)
        {
            copies[0].UpdateTrace(OwnEntries(trace.Info.Tags), OwnEntries(trace.Info.Metadata), clientRequestId: trace.Info.ClientRequestId);
        }

        for (var i = copies.Count - 1; i >= 0; i--)
        {
            copies[i].End();
        }
    }

    // A span whose parents lead in a circle, or out of the trace, is a root among the others.
    private static IEnumerable<Span> ParentsFirst(IReadOnlyList<Span> spans)
    {
        var waiting = new Dictionary<string, Span>(StringComparer.Ordinal);
        foreach (var span in spans)
        {
            waiting[span.SpanId] = span;
        }

        var path = new Stack<Span>();
        foreach (var span in spans)
        {
            for (var next = span; next is not null && waiting.Remove(next.SpanId); next = next.ParentId is { } id && waiting.TryGetValue(id, out var parent) ? parent : null)
            {
                path.Push(next);
            }

            while (path.Count > 0)
            {
                yield return path.Pop();
            }
        }
    }

    // The trace may come from anywhere: its bytes may change, and its ids may be there twice.
    private static Dictionary<string, MediaSource> MediaOf(Trace trace)
    {
        var media = new Dictionary<string, MediaSource>(StringComparer.Ordinal);
        foreach (var attachment in trace.Attachments)
        {
            media[attachment.AttachmentId] = MediaSource.OfBytes(attachment.Content.ToArray(), attachment.ContentType);
        }

        return media;
    }

    /// <summary>The bytes go along with the copy, which refers to them as its own. Other references lead to the trace they name, as before.</summary>
    private static Span WithOwnAttachments(Span span, Dictionary<string, MediaSource> media, ActiveTrace into) => SpanTexts.Rewrite(span, text => AttachmentUri.ReplaceIn(text, reference =>
        AttachmentUri.TryParse(reference) is { } uri && media.TryGetValue(uri.AttachmentId, out var source)
            ? into.Hold(source)?.ReferenceAs(uri.ContentType) ?? MediaMark.StandIn(uri.ContentType, source.Size)
            : reference));

    private static void Fill(LiveSpan copy, Span span)
    {
        var details = copy.EnsureDetails();
        lock (details)
        {
            details.Name = span.Name;
            details.StartUnixNs = span.StartTimeUnixNs;
            details.EndUnixNs = span.EndTimeUnixNs;
            details.Status = span.Status;
            foreach (var attribute in span.Attributes)
            {
                Set(details, attribute.Key, attribute.Value);
            }

            foreach (var item in span.Events)
            {
                details.AddEvent(item);
            }

            foreach (var link in span.Links)
            {
                details.AddLink(link);
            }
        }
    }

    private static void Set(SpanDetails details, string key, string json)
    {
        switch (key)
        {
            case SpanAttributeKey.TraceId:
                break;
            case SpanAttributeKey.SpanType:
                details.SpanType = JsonText.ToScalar(json) as string ?? json;
                break;
            case SpanAttributeKey.Inputs:
                details.Inputs = CapturedValue.Json(json);
                break;
            case SpanAttributeKey.Outputs:
                details.Outputs = CapturedValue.Json(json);
                break;
            default:
                details.SetAttribute(key, CapturedValue.Json(json));
                break;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> OwnEntries(IReadOnlyDictionary<string, string> entries)
        => entries.Where(static entry => !entry.Key.StartsWith(ReservedPrefix, StringComparison.Ordinal));
}
