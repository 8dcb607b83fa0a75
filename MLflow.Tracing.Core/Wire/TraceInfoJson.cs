using MLflow.Tracing.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>A <see cref="TraceInfo"/> as MLflow's V3 JSON (protocol 2.2).</summary>
internal static class TraceInfoJson
{
    private const string ExperimentLocation = "MLFLOW_EXPERIMENT";

    /// <summary>The body of StartTraceV3: <c>{"trace":{"trace_info":{…}}}</c>.</summary>
    public static ArraySegment<byte> StartTraceBody(TraceInfo info, string experimentId) => Utf8Json.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("trace");
        writer.WriteStartObject();
        writer.WritePropertyName("trace_info");
        Write(writer, info, experimentId, experimentName: null);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="info">What.</param>
    /// <param name="experimentId">Used when the trace itself names no experiment.</param>
    /// <param name="experimentName">For the folder store, which cannot look a name up; a server does not know this field.</param>
    public static void Write(JsonWriter writer, TraceInfo info, string experimentId, string? experimentName)
    {
        writer.WriteStartObject();
        Property(writer, "trace_id", info.TraceId);
        if (info.IsPart)
        {
            // For the folder store; a server is never told about a part as if it were the trace.
            writer.WritePropertyName("is_part");
            writer.WriteValue(true);
        }

        OptionalProperty(writer, "client_request_id", info.ClientRequestId);
        writer.WritePropertyName("trace_location");
        writer.WriteStartObject();
        Property(writer, "type", ExperimentLocation);
        writer.WritePropertyName("mlflow_experiment");
        writer.WriteStartObject();
        Property(writer, "experiment_id", info.ExperimentId ?? experimentId);
        OptionalProperty(writer, "experiment_name", info.ExperimentId is null ? experimentName : null);
        writer.WriteEndObject();
        writer.WriteEndObject();
        OptionalProperty(writer, "request_preview", info.RequestPreview);
        OptionalProperty(writer, "response_preview", info.ResponsePreview);
        Property(writer, "request_time", WireTime.Timestamp(info.RequestTimeUnixNs));
        Property(writer, "execution_duration", WireTime.Duration(info.ExecutionDurationNs));
        Property(writer, "state", StateText(info.State));
        Map(writer, "trace_metadata", info.Metadata);
        Map(writer, "tags", info.Tags);
        writer.WritePropertyName("assessments");
        writer.WriteStartArray();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads the object back.</summary>
    /// <exception cref="FormatException">A required field is missing or wrong.</exception>
    public static TraceInfo Read(JObject json) => new()
    {
        TraceId = Required(json, "trace_id"),
        IsPart = (bool?)json["is_part"] ?? false,
        ClientRequestId = (string?)json["client_request_id"],
        ExperimentId = (string?)json.SelectToken("trace_location.mlflow_experiment.experiment_id"),
        RequestPreview = (string?)json["request_preview"],
        ResponsePreview = (string?)json["response_preview"],
        RequestTimeUnixNs = WireTime.ParseTimestamp(Required(json, "request_time")),
        ExecutionDurationNs = json["execution_duration"] is { } duration ? WireTime.ParseDuration((string)duration!) : 0,
        State = StateOf((string?)json["state"]),
        Metadata = ReadMap(json["trace_metadata"]),
        Tags = ReadMap(json["tags"]),
    };

    /// <summary>The experiment's name that <see cref="Write"/> kept, or <see langword="null"/>.</summary>
    public static string? ExperimentNameIn(JObject json) => (string?)json.SelectToken("trace_location.mlflow_experiment.experiment_name");

    private static string StateText(TraceState state) => state switch
    {
        TraceState.Ok => "OK",
        TraceState.Error => "ERROR",
        TraceState.InProgress => "IN_PROGRESS",
        _ => "STATE_UNSPECIFIED",
    };

    private static TraceState StateOf(string? text) => text switch
    {
        "OK" => TraceState.Ok,
        "ERROR" => TraceState.Error,
        "IN_PROGRESS" => TraceState.InProgress,
        _ => TraceState.Unspecified,
    };

    private static void Property(JsonWriter writer, string name, string value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }

    private static void OptionalProperty(JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            Property(writer, name, value);
        }
    }

    private static void Map(JsonWriter writer, string name, IReadOnlyDictionary<string, string> map)
    {
        writer.WritePropertyName(name);
        writer.WriteStartObject();
        foreach (var pair in map)
        {
            Property(writer, pair.Key, pair.Value);
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, string> ReadMap(JToken? json)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is JObject pairs)
        {
            foreach (var property in pairs.Properties())
            {
                map[property.Name] = (string?)property.Value ?? string.Empty;
            }
        }

        return map;
    }

    private static string Required(JObject json, string name)
        => (string?)json[name] ?? throw new FormatException($"The field '{name}' is missing.");
}
