using MLflow.Tracing.Model;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>A trace in the V2 form of servers before 3.2 (protocol 3.1): begun and ended by two calls, with lists of keys and values. Previews and the client's request id have no place there.</summary>
internal static class TraceInfoV2Json
{
    private const long NsPerMs = 1_000_000;

    /// <summary>The body of the first call.</summary>
    public static ArraySegment<byte> Begin(TraceInfo info, string experimentId) => Object(writer =>
    {
        Property(writer, "experiment_id", info.ExperimentId ?? experimentId);
        Number(writer, "timestamp_ms", info.RequestTimeUnixNs / NsPerMs);
        KeyValues(writer, "request_metadata", info.Metadata);
        KeyValues(writer, "tags", info.Tags);
    });

    /// <summary>The body of the second call.</summary>
    public static ArraySegment<byte> End(TraceInfo info, string id) => Object(writer =>
    {
        Property(writer, "request_id", id);
        Number(writer, "timestamp_ms", (info.RequestTimeUnixNs + info.ExecutionDurationNs) / NsPerMs);
        Property(writer, "status", TraceInfoJson.StateText(info.State));
    });

    /// <summary>The id that the server has made up.</summary>
    public static string? IdIn(ServerReply begun) => (string?)begun.Json?.SelectToken("trace_info.request_id");

    /// <summary>A tag in the answer to the first call.</summary>
    public static string? TagIn(ServerReply begun, string key)
        => Objects(begun.Json?.SelectToken("trace_info.tags")).Where(tag => (string?)tag["key"] == key).Select(tag => (string?)tag["value"]).FirstOrDefault();

    private static ArraySegment<byte> Object(Action<JsonUtf8Writer> writeFields) => Utf8Json.Write(writer =>
    {
        writer.WriteStartObject();
        writeFields(writer);
        writer.WriteEndObject();
    });

    private static void Number(JsonUtf8Writer writer, string name, long value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }
}
