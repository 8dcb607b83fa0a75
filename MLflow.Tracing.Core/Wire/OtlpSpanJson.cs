using MLflow.Tracing.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Spans as a server with a database returns them (protocol 9): OTLP messages in protobuf's JSON, names with underscores. Attributes are lists of
/// keys and typed values; whole numbers of 64 bits may be texts.
/// </summary>
internal static class OtlpSpanJson
{
    /// <summary>Reads one span.</summary>
    /// <param name="json">The message.</param>
    /// <param name="traceId">The trace it was asked for.</param>
    /// <exception cref="FormatException">A required field is missing or wrong.</exception>
    public static Span Read(JObject json, string traceId)
    {
        var parent = (string?)json["parent_span_id"];
        var start = Number(json, "start_time_unix_nano");
        return new Span
        {
            TraceId = traceId,
            SpanId = WireId.Read(Required(json, "span_id")),
            ParentId = string.IsNullOrEmpty(parent) ? null : WireId.Read(parent!),
            Name = (string?)json["name"] ?? string.Empty,
            StartTimeUnixNs = start,
            EndTimeUnixNs = Number(json, "end_time_unix_nano") is var end && end > 0 ? end : start,
            Status = new SpanStatus(SpanJson.StatusOf((string?)json.SelectToken("status.code")), (string?)json.SelectToken("status.message") ?? string.Empty),
            Attributes = Attributes(json),
            Events = [.. Objects(json["events"]).Select(happening => new SpanEvent(
                (string?)happening["name"] ?? string.Empty,
                Number(happening, "time_unix_nano"),
                Attributes(happening)))],
            Links = [.. Objects(json["links"]).Select(link => new SpanLink(
                WireId.ReadTraceId(Required(link, "trace_id")),
                WireId.Read(Required(link, "span_id")),
                Attributes(link)))],
        };
    }

    private static Dictionary<string, string> Attributes(JObject json)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Objects(json["attributes"]))
        {
            attributes[Required(pair, "key")] = Value(pair["value"]).ToString(Formatting.None);
        }

        return attributes;
    }

    /// <summary>The value of an <c>AnyValue</c>; one without any is null.</summary>
    private static JToken Value(JToken? json) => (json as JObject)?.Properties().FirstOrDefault() switch
    {
        { Name: "int_value", Value: var number } => new JValue((long)number),
        { Name: "array_value", Value: var list } => new JArray(Objects(list["values"]).Select(Value)),
        { Name: "kvlist_value", Value: var map } => Map(map),
        { Value: JValue value } => value.DeepClone(),
        _ => JValue.CreateNull(),
    };

    private static JObject Map(JToken json)
    {
        var map = new JObject();
        foreach (var pair in Objects(json["values"]))
        {
            map[Required(pair, "key")] = Value(pair["value"]);
        }

        return map;
    }

    /// <summary>Protobuf leaves out what is zero.</summary>
    private static long Number(JObject json, string name) => (long?)json[name] ?? 0;
}
