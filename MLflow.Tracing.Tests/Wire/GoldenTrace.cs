using System.Globalization;
using MLflow.Tracing.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>The model of a trace that the TypeScript SDK sent; read without the library, so that the library is compared with the record.</summary>
internal static class GoldenTrace
{
    public static Trace From(JObject info, JObject data)
        => new(InfoFrom(info), [.. data["spans"]!.Select(span => SpanFrom((JObject)span, (string)info["trace_id"]!))]);

    public static TraceInfo InfoFrom(JObject info) => new()
    {
        TraceId = (string)info["trace_id"]!,
        ClientRequestId = (string?)info["client_request_id"],
        ExperimentId = (string?)info["trace_location"]!["mlflow_experiment"]!["experiment_id"],
        RequestPreview = (string?)info["request_preview"],
        ResponsePreview = (string?)info["response_preview"],
        RequestTimeUnixNs = NsOf((string)info["request_time"]!),
        ExecutionDurationNs = DurationNsOf((string)info["execution_duration"]!),
        State = (string?)info["state"] == "OK" ? TraceState.Ok : TraceState.Error,
        Metadata = info["trace_metadata"]!.ToObject<Dictionary<string, string>>()!,
        Tags = info["tags"]!.ToObject<Dictionary<string, string>>()!,
    };

    /// <summary>Nanoseconds of <c>"0.013s"</c>.</summary>
    public static long DurationNsOf(string text) => (long)(decimal.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture) * 1_000_000_000);

    /// <summary>Nanoseconds since the Unix epoch of an RFC 3339 time.</summary>
    public static long NsOf(string time)
        => (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static Span SpanFrom(JObject span, string traceId) => new()
    {
        TraceId = traceId,
        SpanId = HexOf((string)span["span_id"]!),
        ParentId = (string?)span["parent_span_id"] is { Length: > 0 } parent ? HexOf(parent) : null,
        Name = (string)span["name"]!,
        StartTimeUnixNs = (long)span["start_time_unix_nano"]!,
        EndTimeUnixNs = (long)span["end_time_unix_nano"]!,
        Status = new SpanStatus((string?)span["status"]!["code"] == "STATUS_CODE_OK" ? SpanStatusCode.Ok : SpanStatusCode.Error, (string)span["status"]!["message"]!),
        Attributes = JsonTexts(span["attributes"]!),
        Events = [.. span["events"]!.Select(e => new SpanEvent((string)e["name"]!, (long)e["time_unix_nano"]!, JsonTexts(e["attributes"]!)))],
    };

    private static Dictionary<string, string> JsonTexts(JToken attributes)
        => ((JObject)attributes).Properties().ToDictionary(attribute => attribute.Name, attribute => attribute.Value.ToString(Formatting.None));

    private static string HexOf(string base64) => Convert.ToHexStringLower(Convert.FromBase64String(base64));
}
