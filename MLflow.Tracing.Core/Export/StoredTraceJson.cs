using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>One line of the folder store: <c>{"info":{…},"data":{"spans":[…]}}</c>, the JSON that MLflow uses for a whole trace.</summary>
internal static class StoredTraceJson
{
    private const string Started = "started";

    public static ArraySegment<byte> Write(Trace trace, string experimentId, string? experimentName)
        => Utf8Json.Write(writer => Write(writer, trace, experimentId, experimentName, isStarted: false));

    /// <summary>Writes it into a buffer, which is as before if it cannot be written.</summary>
    public static void Write(PooledBuffer output, Trace trace, string experimentId, string? experimentName, bool isStarted)
        => Utf8Json.Write(output, writer => Write(writer, trace, experimentId, experimentName, isStarted));

    /// <summary>Reads a line back.</summary>
    /// <exception cref="FormatException">It is JSON, but no trace.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static StoredTrace Read(string line)
    {
        if (JsonValue.Parse(line) is JObject json && json["info"] is JObject info && json["data"] is JObject data)
        {
            var read = TraceInfoJson.Read(info);
            return new StoredTrace(new Trace(read, SpanJson.ReadData(data, read.TraceId)), TraceInfoJson.ExperimentNameIn(info), (bool?)json[Started] ?? false);
        }

        throw new FormatException("The fields 'info' and 'data' are missing.");
    }

    private static void Write(JsonUtf8Writer writer, Trace trace, string experimentId, string? experimentName, bool isStarted)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("info");
        TraceInfoJson.Write(writer, trace.Info, experimentId, experimentName);
        writer.WritePropertyName("data");
        SpanJson.WriteData(writer, trace.Spans);
        if (isStarted)
        {
            writer.WritePropertyName(Started);
            writer.WriteValue(isStarted);
        }

        writer.WriteEndObject();
    }
}
