using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Tests.Wire.Otlp;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>One request about a trace: what it is about, or its spans.</summary>
internal sealed record SentPart(string TraceId, string? Authorization, JObject? Info, IReadOnlyList<SentSpan> Spans)
{
    /// <summary>What the TypeScript SDK sent.</summary>
    public static IEnumerable<SentPart> Of(Golden golden)
    {
        for (var i = 0; i < golden.Requests.Count; i++)
        {
            if ((string?)golden.Requests[i]["method"] is "POST" or "PUT")
            {
                yield return Of(RecordedRequest.ParseJson((string)golden.Requests[i]["bodyText"]!), golden.Header(i, "authorization"), hasJsonTexts: false);
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
                yield return OfSpans([.. SpansOf(request.Otlp)], request.Header("Authorization"));
            }
            else if (request.Method is "POST" or "PUT")
            {
                yield return Of(request.Json, request.Header("Authorization"), hasJsonTexts: true);
            }
        }
    }

    public static IEnumerable<SentSpan> SpansOf(ExportRequest request)
        => request.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans).Select(SentSpan.Of);

    private static SentPart Of(JObject body, string? authorization, bool hasJsonTexts)
        => body["trace"] is { } trace
            ? new((string)trace["trace_info"]!["trace_id"]!, authorization, (JObject)trace["trace_info"]!, [])
            : OfSpans([.. body["spans"]!.Select(span => SentSpan.Of((JObject)span, hasJsonTexts))], authorization);

    private static SentPart OfSpans(IReadOnlyList<SentSpan> spans, string? authorization) => new(spans[0].TraceId, authorization, null, spans);
}
