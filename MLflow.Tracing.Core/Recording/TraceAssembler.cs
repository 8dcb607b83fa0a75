using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Recording;

/// <summary>Turns a sealed trace into the immutable model; on the export worker.</summary>
internal static class TraceAssembler
{
    private const string SchemaVersion = "3";
    private const int LegacyValueLength = 250;
    private const int PreviewLength = 1000;

    /// <summary>Trace id, type, level, function, inputs, outputs.</summary>
    private const int UsualAttributes = 6;

    public static Trace Assemble(ActiveTrace active)
    {
        var traceId = active.Id;
        var traceIdJson = JsonText.Of(traceId);
        var live = active.TakeSpans();
        var spans = new Span[live.Length];
        for (var i = 0; i < live.Length; i++)
        {
            spans[i] = Assemble(live[i], active, traceId, traceIdJson);
        }

        var attachments = active.Attachments?.ReferredToBy(spans);
        var info = active.Runtime.Redact(InfoOf(active, traceId, spans));
        spans[0] = WithSessionAndUser(spans[0], info.Metadata);
        return new Trace(info, spans) { Attachments = attachments ?? [] };
    }

    private static TraceInfo InfoOf(ActiveTrace active, string traceId, Span[] spans)
    {
        var root = spans[0];
        var requestPreview = Preview.Request(root.Inputs, PreviewLength);
        var responsePreview = Preview.Response(root.Outputs, PreviewLength);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TraceMetadataKey.SchemaVersion] = CatalogLocation.Of(active.Destination) is null ? SchemaVersion : CatalogLocation.TraceSchemaVersion,
        };
        SetAll(metadata, ProcessIdentity.Metadata);
        SetAll(metadata, active.Runtime.TraceMetadata);
        AddIfKnown(metadata, TraceMetadataKey.Inputs, Preview.Cut(root.Inputs, LegacyValueLength));
        AddIfKnown(metadata, TraceMetadataKey.Outputs, Preview.Cut(root.Outputs, LegacyValueLength));
        AddIfKnown(metadata, TraceMetadataKey.TokenUsage, TraceTotals.SumOf(SpanAttributeKey.TokenUsage, spans));
        AddIfKnown(metadata, TraceMetadataKey.Cost, TraceTotals.SumOf(SpanAttributeKey.Cost, spans));
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
            SetAll(metadata, details.Metadata);
            SetAll(tags, details.Tags);

            return info with
            {
                ExperimentId = details.ExperimentId,
                ClientRequestId = details.ClientRequestId,
                RequestPreview = Preview.Cut(details.RequestPreview, PreviewLength) ?? requestPreview,
                ResponsePreview = Preview.Cut(details.ResponsePreview, PreviewLength) ?? responsePreview,
                State = details.State ?? info.State,
            };
        }
    }

    /// <summary>Whoever gets spans alone, an OTLP collector for example, finds session and user at the root.</summary>
    private static Span WithSessionAndUser(Span root, IReadOnlyDictionary<string, string> metadata)
    {
        var attributes = root.Attributes.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        Copy(TraceMetadataKey.Session, SpanAttributeKey.SessionId);
        Copy(TraceMetadataKey.User, SpanAttributeKey.UserId);
        return attributes.Count == root.Attributes.Count ? root : root with { Attributes = attributes };

        void Copy(string from, string to)
        {
            if (metadata.TryGetValue(from, out var value) && !attributes.ContainsKey(to))
            {
                attributes[to] = JsonText.Of(value);
            }
        }
    }

    private static Span Assemble(LiveSpan live, ActiveTrace active, string traceId, string traceIdJson)
    {
        live.Settle();
        var site = live.Site;
        var attributes = new Dictionary<string, string>(UsualAttributes, StringComparer.Ordinal)
        {
            [SpanAttributeKey.TraceId] = traceIdJson,
            [SpanAttributeKey.SpanType] = JsonText.Of(live.SpanType),
            [SpanAttributeKey.LogLevel] = JsonText.Of((long)live.LogLevel),
        };
        if (site.Function.Length > 0)
        {
            attributes[SpanAttributeKey.FunctionName] = JsonText.Of(site.Function);
        }

        var details = live.Details;
        AddIfKnown(attributes, SpanAttributeKey.Inputs, SpanContent.InputsOf(live));
        AddIfKnown(attributes, SpanAttributeKey.Outputs, SpanContent.OutputsOf(live));
        var start = live.StartTimeUnixNs;
        var span = new Span
        {
            TraceId = traceId,
            SpanId = live.SpanId,
            ParentId = live.ParentId,
            Name = live.Name,
            StartTimeUnixNs = start,

            // A clock may tick more coarsely than a call takes; no span that ran lasts 0 s.
            EndTimeUnixNs = Math.Max(start + 1, details?.EndUnixNs ?? active.ToUnixNs(live.EndTimestamp)),
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

            return span with
            {
                Status = details.Status ?? span.Status,
                Events = SpanContent.EventsOf(details, active, isFinal: true),
                Links = details.Links.ToArray(),
            };
        }
    }

    private static TraceState StateOf(SpanStatusCode root) => root switch
    {
        SpanStatusCode.Ok => TraceState.Ok,
        SpanStatusCode.Error => TraceState.Error,
        _ => TraceState.Unspecified,
    };

    private static void SetAll(Dictionary<string, string> target, IEnumerable<KeyValuePair<string, string>> source)
    {
        foreach (var pair in source)
        {
            target[pair.Key] = pair.Value;
        }
    }

    private static void AddIfKnown(Dictionary<string, string> target, string key, string? value)
    {
        if (value is not null)
        {
            target[key] = value;
        }
    }
}
