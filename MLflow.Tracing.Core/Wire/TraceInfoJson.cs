using MLflow.Tracing.Model;
using Newtonsoft.Json.Linq;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>A <see cref="TraceInfo"/> as MLflow's V3 JSON (protocol 2.2).</summary>
internal static class TraceInfoJson
{
    private const string ExperimentLocation = "MLFLOW_EXPERIMENT";
    private const long NsPerMs = 1_000_000;

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

    /// <summary>The body of CreateTraceInfo (V4): the object itself. What is in the address is not in the id.</summary>
    public static ArraySegment<byte> CatalogBody(TraceInfo info, CatalogLocation location)
        => Utf8Json.Write(writer => Write(writer, info with { TraceId = WireId.DigitsOf(info.TraceId) }, location.ToString(), experimentName: null));

    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="info">What.</param>
    /// <param name="experimentId">Used when the trace itself names no experiment.</param>
    /// <param name="experimentName">For the folder store, which cannot look a name up; a server does not know this field.</param>
    public static void Write(JsonUtf8Writer writer, TraceInfo info, string experimentId, string? experimentName)
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
        WriteLocation(writer, info.ExperimentId ?? experimentId, info.ExperimentId is null ? experimentName : null);
        OptionalProperty(writer, "request_preview", info.RequestPreview);
        OptionalProperty(writer, "response_preview", info.ResponsePreview);
        Property(writer, "request_time", WireTime.Timestamp(info.RequestTimeUnixNs));
        Property(writer, "execution_duration", WireTime.Duration(info.ExecutionDurationNs));
        Property(writer, "state", StateText(info.State));
        Map(writer, "trace_metadata", info.Metadata);
        Map(writer, "tags", info.Tags);
        writer.WritePropertyName("assessments");
        writer.WriteStartArray();
        foreach (var assessment in info.Assessments)
        {
            AssessmentJson.Write(writer, assessment, info.TraceId);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes where a trace is, or is looked for: an experiment, or a place in Unity Catalog that stands in its stead.</summary>
    public static void WriteLocation(JsonUtf8Writer writer, string experimentId, string? experimentName)
    {
        if (CatalogLocation.Of(experimentId) is { } location)
        {
            location.Write(writer);
            return;
        }

        writer.WriteStartObject();
        Property(writer, "type", ExperimentLocation);
        writer.WritePropertyName("mlflow_experiment");
        writer.WriteStartObject();
        Property(writer, "experiment_id", experimentId);
        OptionalProperty(writer, "experiment_name", experimentName);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads the object back.</summary>
    /// <exception cref="FormatException">A required field is missing or wrong.</exception>
    public static TraceInfo Read(JObject json) => Read(json, CatalogLocation.In(json["trace_location"]));

    private static TraceInfo Read(JObject json, CatalogLocation? location) => new()
    {
        TraceId = location is null ? Required(json, "trace_id") : new CatalogTraceId(location, WireId.DigitsOf(Required(json, "trace_id"))).ToString(),
        IsPart = (bool?)json["is_part"] ?? false,
        ClientRequestId = (string?)json["client_request_id"],
        ExperimentId = location?.ToString() ?? (string?)json.SelectToken("trace_location.mlflow_experiment.experiment_id"),
        RequestPreview = (string?)json["request_preview"],
        ResponsePreview = (string?)json["response_preview"],
        RequestTimeUnixNs = WireTime.ParseTimestamp(Required(json, "request_time")),
        ExecutionDurationNs = DurationIn(json),
        State = StateOf((string?)json["state"]),
        Metadata = ReadMap(json["trace_metadata"]),
        Tags = ReadMap(json["tags"]),
        Assessments = [.. Objects(json["assessments"]).Select(AssessmentJson.Read)],
    };

    /// <summary>The experiment's name that <see cref="Write"/> kept, or <see langword="null"/>.</summary>
    public static string? ExperimentNameIn(JObject json) => (string?)json.SelectToken("trace_location.mlflow_experiment.experiment_name");

    /// <summary>Python's files have milliseconds in place of a duration.</summary>
    private static long DurationIn(JObject json)
        => (string?)json["execution_duration"] is { } duration ? WireTime.ParseDuration(duration) : ((long?)json["execution_duration_ms"] ?? 0) * NsPerMs;

    /// <summary>The state's name in JSON and in search filters.</summary>
    public static string StateText(TraceState state) => state switch
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
}
