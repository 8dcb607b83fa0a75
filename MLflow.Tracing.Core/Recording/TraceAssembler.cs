using System.Text;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>Turns a sealed trace into the immutable model; on the export worker.</summary>
internal static class TraceAssembler
{
    private const string SchemaVersion = "3";
    private const int LegacyValueLength = 250;
    private const int PreviewLength = 1000;

    public static Trace Assemble(ActiveTrace active)
    {
        var traceId = active.Id;
        var live = active.TakeSpans();
        var spans = new Span[live.Length];
        for (var i = 0; i < live.Length; i++)
        {
            spans[i] = Assemble(live[i], active, traceId);
        }

        return new Trace(InfoOf(active, traceId, spans), spans);
    }

    private static TraceInfo InfoOf(ActiveTrace active, string traceId, Span[] spans)
    {
        var root = spans[0];
        var requestPreview = Preview.Request(root.Inputs, PreviewLength);
        var responsePreview = Preview.Response(root.Outputs, PreviewLength);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TraceMetadataKey.SchemaVersion] = SchemaVersion,
            [TraceMetadataKey.SourceName] = ProcessIdentity.SourceName,
        };
        AddIfKnown(metadata, TraceMetadataKey.Inputs, Preview.Cut(root.Inputs, LegacyValueLength));
        AddIfKnown(metadata, TraceMetadataKey.Outputs, Preview.Cut(root.Outputs, LegacyValueLength));
        AddIfKnown(metadata, TraceMetadataKey.TokenUsage, TraceTotals.TokenUsageOf(spans));
        TraceTotals.AddSizes(metadata, spans);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { [TraceTagKey.TraceName] = root.Name };
        var info = new TraceInfo
        {
            TraceId = traceId,
            IsPart = active.IsPart,
            RequestPreview = requestPreview,
            ResponsePreview = responsePreview,
            RequestTimeUnixNs = root.StartTimeUnixNs,
            ExecutionDurationNs = root.EndTimeUnixNs - root.StartTimeUnixNs,
            State = StateOf(root.Status.Code),
            Metadata = metadata,
            Tags = tags,
        };

        if (active.Details is not { } details)
        {
            return info;
        }

        lock (details)
        {
            foreach (var pair in details.Metadata)
            {
                metadata[pair.Key] = pair.Value;
            }

            foreach (var pair in details.Tags)
            {
                tags[pair.Key] = pair.Value;
            }

            return info with
            {
                ClientRequestId = details.ClientRequestId,
                RequestPreview = Preview.Cut(details.RequestPreview, PreviewLength) ?? requestPreview,
                ResponsePreview = Preview.Cut(details.ResponsePreview, PreviewLength) ?? responsePreview,
                State = details.State ?? info.State,
            };
        }
    }

    private static Span Assemble(LiveSpan live, ActiveTrace active, string traceId)
    {
        var site = live.Site;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SpanAttributeKey.TraceId] = JsonText.Of(traceId),
            [SpanAttributeKey.SpanType] = JsonText.Of(live.SpanType),
        };
        if (site.Function.Length > 0)
        {
            attributes[SpanAttributeKey.FunctionName] = JsonText.Of(site.Function);
        }

        var details = live.Details;
        AddIfKnown(attributes, SpanAttributeKey.Inputs, InputsOf(live, details));
        AddIfKnown(attributes, SpanAttributeKey.Outputs, OutputsOf(live, details));
        var start = active.ToUnixNs(live.StartTimestamp);
        var span = new Span
        {
            TraceId = traceId,
            SpanId = live.SpanId,
            ParentId = live.ParentId,
            Name = live.Name,
            StartTimeUnixNs = start,

            // A clock may tick more coarsely than a call takes; no span that ran lasts 0 s.
            EndTimeUnixNs = Math.Max(start + 1, active.ToUnixNs(live.EndTimestamp)),
            Status = new SpanStatus(SpanStatusCode.Ok),
            Attributes = attributes,
        };
        return details is null ? span : WithDetails(span, attributes, details, active);
    }

    private static Span WithDetails(Span span, Dictionary<string, string> attributes, SpanDetails details, ActiveTrace active)
    {
        lock (details)
        {
            foreach (var pair in details.Attributes)
            {
                attributes[pair.Key] = pair.Value.ToJson();
            }

            List<SpanEvent> events = [.. details.Items?.ToEvents(active.ToUnixNs) ?? [], .. details.Events];
            if (details.Exception is { } exception)
            {
                events.Add(exception.ToEvent(active.ToUnixNs(details.ExceptionTimestamp)));
            }

            return span with
            {
                Status = details.Status ?? span.Status,
                Events = events,
                Links = details.Links.ToArray(),
            };
        }
    }

    private static string? InputsOf(LiveSpan live, SpanDetails? details)
    {
        if (details is { Inputs.IsEmpty: false })
        {
            return details.Inputs.ToJson();
        }

        var names = live.Site.ParameterNames;
        if (live.Site.WithholdsInputs)
        {
            return null;
        }

        return JsonObject(names.Select((name, index) => new KeyValuePair<string, CapturedValue>(name, live.Argument(index))).Where(member => !member.Value.IsEmpty));
    }

    private static string? OutputsOf(LiveSpan live, SpanDetails? details)
    {
        if (details is null)
        {
            return live.Result.IsEmpty ? null : live.Result.ToJson();
        }

        lock (details)
        {
            return !details.Outputs.IsEmpty ? details.Outputs.ToJson()
                : details.ExitValues.Count > 0 ? WithExitValues(live.Result, details)
                : !live.Result.IsEmpty ? live.Result.ToJson()
                : details.Items?.ToJson();
        }
    }

    // `return` cannot be the name of a parameter.
    private static string WithExitValues(CapturedValue result, SpanDetails details)
    {
        var values = details.ExitValues;
        return JsonObject(result.IsEmpty ? values : values.Prepend(new KeyValuePair<string, CapturedValue>("return", result)));
    }

    private static string JsonObject(IEnumerable<KeyValuePair<string, CapturedValue>> members)
    {
        var json = new StringBuilder("{");
        foreach (var member in members)
        {
            json.Append(json.Length > 1 ? "," : string.Empty).Append(JsonText.Of(member.Key)).Append(':');
            member.Value.AppendJson(json);
        }

        return json.Append('}').ToString();
    }

    private static TraceState StateOf(SpanStatusCode root) => root switch
    {
        SpanStatusCode.Ok => TraceState.Ok,
        SpanStatusCode.Error => TraceState.Error,
        _ => TraceState.Unspecified,
    };

    private static void AddIfKnown(Dictionary<string, string> target, string key, string? value)
    {
        if (value is not null)
        {
            target[key] = value;
        }
    }
}
