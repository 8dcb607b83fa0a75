using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Tests.Wire.Otlp;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>One request about a trace: what it is about, or its spans.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Route">Method and path, with <c>ID</c> for that of the trace.</param>
/// <param name="Authorization">The header.</param>
/// <param name="Info">What the trace is about.</param>
/// <param name="Spans">Its spans.</param>
internal sealed record SentPart(string TraceId, string Route, string? Authorization, JObject? Info, IReadOnlyList<SentSpan> Spans)
{
    /// <summary>What the TypeScript SDK sent.</summary>
    /// <param name="golden">The record.</param>
    /// <param name="route">How spans are expected; in the record they are files.</param>
    public static IEnumerable<SentPart> Of(Golden golden, SpanRoute route)
    {
        for (var i = 0; i < golden.Requests.Count; i++)
        {
            var request = golden.Requests[i];
            if ((string?)request["method"] is "POST" or "PUT")
            {
                var part = Of(RecordedRequest.ParseJson((string)request["bodyText"]!), $"{request["method"]} {request["path"]}", golden.Header(i, "authorization"), hasJsonTexts: false);
                yield return route == SpanRoute.Otlp && part.Info is null ? part with { Route = RecordedRequest.PushSpans } : part;
            }
        }
    }

    /// <summary>What this library sent.</summary>
    public static IEnumerable<SentPart> Of(RecordingServer server)
    {
        foreach (var request in server.Requests)
        {
            if (request.Route == RecordedRequest.PushSpans)
            {
                yield return OfSpans([.. SpansOf(request.Otlp)], request.Route, request.Header("Authorization"));
            }
            else if (request.Method is "POST" or "PUT")
            {
                yield return Of(request.Json, request.Route, request.Header("Authorization"), hasJsonTexts: true);
            }
        }
    }

    public static IEnumerable<SentSpan> SpansOf(ExportRequest request)
        => request.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans).Select(SentSpan.Of);

    private static SentPart Of(JObject body, string route, string? authorization, bool hasJsonTexts)
        => body["trace"] is { } trace
            ? new((string)trace["trace_info"]!["trace_id"]!, route, authorization, (JObject)trace["trace_info"]!, [])
            : OfSpans([.. body["spans"]!.Select(span => SentSpan.Of((JObject)span, hasJsonTexts))], route, authorization);

    private static SentPart OfSpans(IReadOnlyList<SentSpan> spans, string route, string? authorization)
    {
        var traceId = spans[0].TraceId;
        return new(traceId, route.Replace(traceId, "ID", StringComparison.Ordinal), authorization, null, spans);
    }
}
