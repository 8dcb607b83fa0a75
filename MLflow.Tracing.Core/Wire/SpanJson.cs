using MLflow.Tracing.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Spans as <c>traces.json</c> has them (protocol 2.3). Ids are base64 of their bytes; an attribute of a span is JSON text in a
/// string, as from the Python SDK, so that <c>"1"</c> and <c>1</c> differ; an attribute of an event or link is the value itself.
/// </summary>
internal static class SpanJson
{
    private const string StatusPrefix = "STATUS_CODE_";

    /// <summary>The whole file: <c>{"spans":[…]}</c>.</summary>
    public static ArraySegment<byte> TracesFile(IReadOnlyList<Span> spans) => Utf8Json.Write(writer => WriteData(writer, spans));

    /// <summary>Writes the object <c>{"spans":[…]}</c>.</summary>
    public static void WriteData(JsonUtf8Writer writer, IReadOnlyList<Span> spans)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("spans");
        writer.WriteStartArray();
        foreach (var span in spans)
        {
            Write(writer, span);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteData"/> writes, and what the Python and TypeScript SDKs write.</summary>
    /// <param name="data">The object.</param>
    /// <param name="traceId">The trace that it belongs to: the field of that name is wrong in what the TypeScript SDK writes.</param>
    /// <exception cref="FormatException">A required field is missing or wrong.</exception>
    public static IReadOnlyList<Span> ReadData(JObject data, string traceId)
        => data["spans"] is JArray spans
            ? [.. spans.OfType<JObject>().Select(span => Read(span, traceId))]
            : throw new FormatException("The field 'spans' is missing.");

    private static void Write(JsonUtf8Writer writer, Span span)
    {
        writer.WriteStartObject();
        Property(writer, "trace_id", WireId.Base64(span.TraceId));
        Property(writer, "span_id", WireId.Base64(span.SpanId));
        Property(writer, "parent_span_id", span.ParentId is null ? string.Empty : WireId.Base64(span.ParentId));
        Property(writer, "name", span.Name);
        Property(writer, "start_time_unix_nano", span.StartTimeUnixNs);
        Property(writer, "end_time_unix_nano", span.EndTimeUnixNs);
        writer.WritePropertyName("status");
        writer.WriteStartObject();
        Property(writer, "code", StatusText(span.Status.Code));
        Property(writer, "message", span.Status.Message ?? string.Empty);
        writer.WriteEndObject();
        WriteAttributes(writer, span);
        writer.WritePropertyName("events");
        writer.WriteStartArray();
        foreach (var happening in span.Events)
        {
            Write(writer, happening);
        }

        writer.WriteEndArray();
        WriteLinks(writer, span.Links);
        writer.WriteEndObject();
    }

    private static void WriteAttributes(JsonUtf8Writer writer, Span span)
    {
        writer.WritePropertyName("attributes");
        writer.WriteStartObject();

        // Readers reject a span without it.
        Property(writer, SpanAttributeKey.TraceId, JsonText.Of(span.TraceId));
        foreach (var pair in new Pairs(span.Attributes))
        {
            if (!pair.Key.Equals(SpanAttributeKey.TraceId, StringComparison.Ordinal))
            {
                Property(writer, pair.Key, pair.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(JsonUtf8Writer writer, SpanEvent happening)
    {
        writer.WriteStartObject();
        Property(writer, "name", happening.Name);
        Property(writer, "time_unix_nano", happening.TimeUnixNs);
        WriteNativeAttributes(writer, happening.Attributes);
        writer.WriteEndObject();
    }

    private static void WriteLinks(JsonUtf8Writer writer, IReadOnlyList<SpanLink> links)
    {
        if (links.Count == 0)
        {
            return;
        }

        writer.WritePropertyName("links");
        writer.WriteStartArray();
        foreach (var link in links)
        {
            writer.WriteStartObject();
            Property(writer, "trace_id", WireId.Base64(link.TraceId));
            Property(writer, "span_id", WireId.Base64(link.SpanId));
            WriteNativeAttributes(writer, link.Attributes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNativeAttributes(JsonUtf8Writer writer, IReadOnlyDictionary<string, string> attributes)
    {
        writer.WritePropertyName("attributes");
        writer.WriteStartObject();
        foreach (var pair in attributes)
        {
            writer.WritePropertyName(pair.Key);
            writer.WriteToken(JsonValue.TryParse(pair.Value, out var value) ? value : new JValue(pair.Value));
        }

        writer.WriteEndObject();
    }

    private static Span Read(JObject json, string traceId)
    {
        var attributes = ReadAttributes(json["attributes"] as JObject, areJsonTexts: true);
        var parent = (string?)json["parent_span_id"];
        var start = Number(json, "start_time_unix_nano");
        return new Span
        {
            TraceId = traceId,
            SpanId = WireId.Read(Required(json, "span_id")),
            ParentId = parent is null or "" ? null : WireId.Read(parent),
            Name = Required(json, "name"),
            StartTimeUnixNs = start,
            EndTimeUnixNs = json["end_time_unix_nano"] is null or { Type: JTokenType.Null } ? start : Number(json, "end_time_unix_nano"),
            Status = new SpanStatus(StatusOf((string?)json.SelectToken("status.code")), (string?)json.SelectToken("status.message") ?? string.Empty),
            Attributes = attributes,
            Events = [.. Objects(json["events"]).Select(happening => new SpanEvent(
                Required(happening, "name"),
                Number(happening, "time_unix_nano"),
                ReadAttributes(happening["attributes"] as JObject, areJsonTexts: false)))],
            Links = [.. Objects(json["links"]).Select(link => new SpanLink(
                WireId.ReadTraceId(Required(link, "trace_id")),
                WireId.Read(Required(link, "span_id")),
                ReadAttributes(link["attributes"] as JObject, areJsonTexts: false)))],
        };
    }

    private static Dictionary<string, string> ReadAttributes(JObject? json, bool areJsonTexts)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in json?.Properties() ?? [])
        {
            // A plain text that is no JSON text comes from the TypeScript SDK.
            attributes[property.Name] = areJsonTexts && property.Value.Type == JTokenType.String && JsonValue.TryParse((string)property.Value!, out _)
                ? (string)property.Value!
                : property.Value.ToString(Formatting.None);
        }

        return attributes;
    }

    private static string StatusText(SpanStatusCode code) => code switch
    {
        SpanStatusCode.Ok => StatusPrefix + "OK",
        SpanStatusCode.Error => StatusPrefix + "ERROR",
        _ => StatusPrefix + "UNSET",
    };

    /// <summary>The outcome of that name; <see cref="SpanStatusCode.Unset"/> for any other.</summary>
    public static SpanStatusCode StatusOf(string? text) => text switch
    {
        StatusPrefix + "OK" => SpanStatusCode.Ok,
        StatusPrefix + "ERROR" => SpanStatusCode.Error,
        _ => SpanStatusCode.Unset,
    };

    private static long Number(JObject json, string name)
        => (long?)json[name] ?? throw new FormatException($"The field '{name}' is missing.");
}
