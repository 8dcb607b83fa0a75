using MLflow.Tracing.Capture;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Complaints;
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

            Fill(copy, media.Count == 0 ? span : WithOwnAttachments(span, media, copy.Trace), runtime.Diagnostics);
            if (copy.Start())
            {
                copies.Add(copy);
                byId[span.SpanId] = byId.TryGetValue(span.SpanId, out var first) ? first : copy;
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

    // A span whose parents lead in a circle, or out of the trace, is a root among the others. Several with one id are several spans; the first is the parent.
    private static IEnumerable<Span> ParentsFirst(IReadOnlyList<Span> spans)
    {
        var firstOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            firstOf[spans[i].SpanId] = i;
        }

        var isTaken = new bool[spans.Count];
        var path = new Stack<Span>();
        for (var i = 0; i < spans.Count; i++)
        {
            for (var next = i; next >= 0 && !isTaken[next]; next = spans[next].ParentId is { } id && firstOf.TryGetValue(id, out var parent) ? parent : -1)
            {
                isTaken[next] = true;
                path.Push(spans[next]);
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

    private static void Fill(LiveSpan copy, Span span, TracingDiagnostics diagnostics)
    {
        var links = span.Links.Where(RecordedArguments.IsWhole).ToArray();
        if (links.Length < span.Links.Count)
        {
            diagnostics.Report(RecordingComplaints.CopiedInPart("a link is left out, because its ids are none"), count: span.Links.Count - links.Length);
        }

        if (span.StartTimeUnixNs < 0 || span.EndTimeUnixNs < 0)
        {
            diagnostics.Report(RecordingComplaints.CopiedInPart("a negative time is taken as zero"));
        }

        var details = copy.EnsureDetails();
        lock (details)
        {
            details.Name = span.Name;
            details.StartUnixNs = Math.Min(Math.Max(0, span.StartTimeUnixNs), long.MaxValue - 1);
            details.EndUnixNs = span.EndTimeUnixNs;
            details.Status = RecordedArguments.IsKnown(span.Status.Code) ? span.Status : span.Status with { Code = SpanStatusCode.Unset };
            foreach (var attribute in span.Attributes)
            {
                Set(details, attribute.Key, attribute.Value);
            }

            foreach (var item in span.Events)
            {
                details.AddEvent(item with { TimeUnixNs = Math.Max(0, item.TimeUnixNs) });
            }

            foreach (var link in links)
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
