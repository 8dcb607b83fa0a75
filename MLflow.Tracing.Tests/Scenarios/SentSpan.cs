using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Tests.Wire.Otlp;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>A span as a server was sent it, in either of two formats; attributes are native JSON values.</summary>
internal sealed record SentSpan(string TraceId, string Id, string ParentId, string Name, long StartNs, long EndNs, string Status, string Message, JObject Attributes, IReadOnlyList<JObject> Events)
{
    public static SentSpan Of(OtlpSpan span)
    {
        var attributes = Natives(span.Attributes);
        return new(
            (string)attributes["mlflow.traceRequestId"]!,
            Convert.ToBase64String(span.SpanId.Span),
            Convert.ToBase64String(span.ParentSpanId.Span),
            span.Name,
            (long)span.StartTimeUnixNano,
            (long)span.EndTimeUnixNano,
            span.Status?.Code switch { 1 => "OK", 2 => "ERROR", _ => "UNSET" },
            span.Status?.Message ?? string.Empty,
            attributes,
            [.. span.Events.Select(happening => new JObject { ["name"] = happening.Name, ["time"] = (long)happening.TimeUnixNano, ["attributes"] = Natives(happening.Attributes) })]);
    }

    /// <param name="span">A span of <c>traces.json</c>.</param>
    /// <param name="hasJsonTexts">Whether its attributes are JSON in texts, as Python and this library write them; the TypeScript SDK writes native values.</param>
    public static SentSpan Of(JObject span, bool hasJsonTexts)
    {
        var attributes = new JObject(((JObject)span["attributes"]!).Properties().Select(attribute => new JProperty(attribute.Name, hasJsonTexts ? Parsed((string)attribute.Value!) : attribute.Value)));
        return new(
            (string)attributes["mlflow.traceRequestId"]!,
            (string)span["span_id"]!,
            (string?)span["parent_span_id"] ?? string.Empty,
            (string)span["name"]!,
            (long)span["start_time_unix_nano"]!,
            (long)span["end_time_unix_nano"]!,
            ((string)span["status"]!["code"]!)["STATUS_CODE_".Length..],
            (string)span["status"]!["message"]!,
            attributes,
            [.. span["events"]!.Select(happening => new JObject { ["name"] = happening["name"], ["time"] = happening["time_unix_nano"], ["attributes"] = happening["attributes"] })]);
    }

    public static JToken Parsed(string json) => RecordedRequest.ParseJson($"{{\"value\":{json}}}")["value"]!;

    private static JObject Natives(IEnumerable<KeyValue> attributes) => new(attributes.Select(attribute => new JProperty(attribute.Key, Native(attribute.Value))));

    private static JToken Native(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
        AnyValue.ValueOneofCase.ArrayValue => new JArray(value.ArrayValue.Values.Select(Native)),
        AnyValue.ValueOneofCase.KvlistValue => Natives(value.KvlistValue.Values),
        AnyValue.ValueOneofCase.None => JValue.CreateNull(),
        _ => throw new InvalidDataException($"no JSON has a {value.ValueCase}"),
    };
}
