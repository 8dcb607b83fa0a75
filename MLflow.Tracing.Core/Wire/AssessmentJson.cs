using MLflow.Tracing.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>An <see cref="Assessment"/> as MLflow's JSON (protocol 2.7).</summary>
internal static class AssessmentJson
{
    private const int MaxStackTraceLength = 1000;
    private const string JsonFormat = "JSON_FORMAT";

    /// <summary>Writes the object.</summary>
    /// <exception cref="ArgumentException">Its value cannot be sent.</exception>
    public static void Write(JsonUtf8Writer writer, Assessment assessment, string traceId)
    {
        writer.WriteStartObject();
        OptionalProperty(writer, "assessment_id", assessment.AssessmentId);
        Property(writer, "assessment_name", assessment.Name);
        Property(writer, "trace_id", traceId);
        OptionalProperty(writer, "span_id", assessment.SpanId);
        WriteSource(writer, assessment.Source ?? DefaultSource(assessment));
        OptionalTime(writer, "create_time", assessment.CreateTimeUnixNs);
        OptionalTime(writer, "last_update_time", assessment.LastUpdateTimeUnixNs);
        WriteKind(writer, assessment);
        OptionalProperty(writer, "rationale", assessment.Rationale);
        if (assessment.Metadata.Count > 0)
        {
            Map(writer, "metadata", assessment.Metadata);
        }

        OptionalProperty(writer, "overrides", assessment.Overrides);
        writer.WritePropertyName("valid");
        writer.WriteValue(assessment.IsValid);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object.</summary>
    /// <exception cref="FormatException">A required field is missing or wrong.</exception>
    public static Assessment Read(JObject json)
    {
        var name = Required(json, "assessment_name");
        Assessment assessment = json switch
        {
            _ when json["feedback"] is JObject feedback => new Feedback { Name = name, Value = AssessmentValue.FromJson(feedback["value"]), Error = ReadError(feedback["error"] as JObject) },
            _ when json["expectation"] is JObject expectation => new Expectation { Name = name, Value = ReadExpected(expectation) },
            _ when json["issue"] is JObject issue => new IssueReference { Name = name, IssueName = (string?)issue["issue_name"] ?? string.Empty },
            _ => new UnknownAssessment { Name = name },
        };
        return assessment with
        {
            AssessmentId = (string?)json["assessment_id"],
            TraceId = (string?)json["trace_id"],
            SpanId = (string?)json["span_id"] is { Length: > 0 } span ? span : null,
            Source = json["source"] is JObject source ? new AssessmentSource(SourceTypeOf((string?)source["source_type"]), (string?)source["source_id"] ?? string.Empty) : null,
            CreateTimeUnixNs = ReadTime(json["create_time"]),
            LastUpdateTimeUnixNs = ReadTime(json["last_update_time"]),
            Rationale = (string?)json["rationale"],
            Metadata = ReadMap(json["metadata"]),
            Overrides = (string?)json["overrides"],
            IsValid = (bool?)json["valid"] ?? true,
        };
    }

    private static AssessmentSource DefaultSource(Assessment assessment) => new(assessment switch
    {
        Expectation => AssessmentSourceType.Human,
        IssueReference => AssessmentSourceType.LlmJudge,
        _ => AssessmentSourceType.Code,
    });

    private static void WriteSource(JsonUtf8Writer writer, AssessmentSource source)
    {
        writer.WritePropertyName("source");
        writer.WriteStartObject();
        Property(writer, "source_type", SourceTypeText(source.SourceType));
        Property(writer, "source_id", source.SourceId);
        writer.WriteEndObject();
    }

    private static void WriteKind(JsonUtf8Writer writer, Assessment assessment)
    {
        switch (assessment)
        {
            case Feedback feedback:
                WriteFeedback(writer, feedback);
                break;
            case Expectation expectation:
                WriteExpectation(writer, AssessmentValue.ToJson(expectation.Value));
                break;
            case IssueReference issue:
                writer.WritePropertyName("issue");
                writer.WriteStartObject();
                Property(writer, "issue_name", issue.IssueName);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteFeedback(JsonUtf8Writer writer, Feedback feedback)
    {
        writer.WritePropertyName("feedback");
        writer.WriteStartObject();
        if (feedback.Value is not null)
        {
            writer.WritePropertyName("value");
            writer.WriteToken(AssessmentValue.ToJson(feedback.Value));
        }

        if (feedback.Error is { } error)
        {
            writer.WritePropertyName("error");
            writer.WriteStartObject();
            Property(writer, "error_code", error.ErrorCode);
            OptionalProperty(writer, "error_message", error.ErrorMessage);
            OptionalProperty(writer, "stack_trace", error.StackTrace is { Length: > MaxStackTraceLength } trace ? WireLimits.WholeCharacters(trace, MaxStackTraceLength) : error.StackTrace);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>A server takes a value or a list of texts as it is; everything else goes as JSON text.</summary>
    private static void WriteExpectation(JsonUtf8Writer writer, JToken value)
    {
        writer.WritePropertyName("expectation");
        writer.WriteStartObject();
        if (AssessmentValue.IsSimple(value))
        {
            writer.WritePropertyName("value");
            writer.WriteToken(value);
        }
        else
        {
            writer.WritePropertyName("serialized_value");
            writer.WriteStartObject();
            Property(writer, "serialization_format", JsonFormat);
            Property(writer, "value", value.ToString(Formatting.None));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static object? ReadExpected(JObject expectation)
        => (string?)expectation.SelectToken("serialized_value.value") is { } text
            ? JsonValue.TryParse(text, out var json) ? AssessmentValue.FromJson(json) : text
            : AssessmentValue.FromJson(expectation["value"]);

    private static AssessmentError? ReadError(JObject? json)
        => json is null ? null : new AssessmentError((string?)json["error_code"] ?? string.Empty, (string?)json["error_message"], (string?)json["stack_trace"]);

    private static void OptionalTime(JsonUtf8Writer writer, string name, long? unixNs)
        => OptionalProperty(writer, name, unixNs is { } time ? WireTime.Timestamp(time) : null);

    private static long? ReadTime(JToken? json) => (string?)json is { } text ? WireTime.ParseTimestamp(text) : null;

    private static string SourceTypeText(AssessmentSourceType type) => type switch
    {
        AssessmentSourceType.Human => "HUMAN",
        AssessmentSourceType.LlmJudge => "LLM_JUDGE",
        AssessmentSourceType.Code => "CODE",
        _ => "SOURCE_TYPE_UNSPECIFIED",
    };

    /// <summary><c>AI_JUDGE</c> is what earlier versions of MLflow said.</summary>
    private static AssessmentSourceType SourceTypeOf(string? text) => text switch
    {
        "HUMAN" => AssessmentSourceType.Human,
        "LLM_JUDGE" or "AI_JUDGE" => AssessmentSourceType.LlmJudge,
        "CODE" => AssessmentSourceType.Code,
        _ => AssessmentSourceType.Unspecified,
    };
}
