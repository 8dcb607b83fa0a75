using MLflow.Tracing.Model;

namespace MLflow.Tracing.Redaction;

/// <summary>What is left of spans and traces whose content is withheld: structure, names, times, outcomes, and these attributes.</summary>
internal static class ContentFree
{
    private const string ExceptionType = "exception.type";

    private static readonly HashSet<string> s_attributes = new(StringComparer.Ordinal)
    {
        SpanAttributeKey.TokenUsage,
        SpanAttributeKey.Model,
        SpanAttributeKey.Provider,
        SpanAttributeKey.MessageFormat,
        "mlflow.llm.cost",
        "mlflow.spanLogLevel",
        "mlflow.link.reason",
        ExceptionType,
        "error.type",
        "gen_ai.operation.name",
        "gen_ai.provider.name",
        "gen_ai.system",
        "gen_ai.request.model",
        "gen_ai.request.max_tokens",
        "gen_ai.request.temperature",
        "gen_ai.request.top_k",
        "gen_ai.request.top_p",
        "gen_ai.response.model",
        "gen_ai.response.finish_reasons",
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
    };

    private static readonly HashSet<string> s_contentOfTraces = new(StringComparer.Ordinal) { TraceMetadataKey.User, TraceMetadataKey.Inputs, TraceMetadataKey.Outputs };

    private static readonly HashSet<string> s_factsOfTraces = new(StringComparer.Ordinal)
    {
        TraceMetadataKey.SchemaVersion, TraceMetadataKey.TokenUsage, TraceMetadataKey.SizeStats, TraceMetadataKey.SizeBytes, TraceMetadataKey.SourceName,
    };

    /// <summary>Whether an attribute says nothing about content.</summary>
    public static bool Keeps(string attribute) => s_attributes.Contains(attribute);

    /// <summary>An event with what says nothing about content.</summary>
    public static SpanEvent Of(SpanEvent happening) => happening with { Attributes = Kept(happening.Attributes, static pair => Keeps(pair.Key)) };

    /// <inheritdoc cref="Of(SpanEvent)"/>
    public static SpanLink Of(SpanLink link) => link with { Attributes = Kept(link.Attributes, static pair => Keeps(pair.Key)) };

    /// <summary>The outcome, with the type of the exception in place of its message.</summary>
    public static SpanStatus Of(SpanStatus status, IReadOnlyList<SpanEvent> events)
    {
        var type = events.LastOrDefault(static happening => happening.Attributes.ContainsKey(ExceptionType))?.Attributes[ExceptionType].Trim('"');
        return status with { Message = status.Message?.Length > 0 && type is not null ? type.Substring(type.LastIndexOf('.') + 1) : string.Empty };
    }

    /// <summary>A trace with what MLflow's own keys say, the user excepted.</summary>
    /// <param name="info">The trace.</param>
    /// <param name="keepsNames">Whether texts that name the trace and its session may stay.</param>
    public static TraceInfo Of(TraceInfo info, bool keepsNames = true) => info with
    {
        ClientRequestId = null,
        RequestPreview = null,
        ResponsePreview = null,
        Metadata = Kept(info.Metadata, pair => keepsNames ? NamedValues.IsReserved(pair.Key) && !s_contentOfTraces.Contains(pair.Key) : s_factsOfTraces.Contains(pair.Key)),
        Tags = Kept(info.Tags, pair => keepsNames && NamedValues.IsReserved(pair.Key)),
    };

    /// <summary>Whether a metadata key of a trace says what this library found out by itself, which is no text to redact.</summary>
    public static bool IsFact(string metadataKey) => s_factsOfTraces.Contains(metadataKey);

    private static Dictionary<string, string> Kept(IEnumerable<KeyValuePair<string, string>> pairs, Func<KeyValuePair<string, string>, bool> isKept)
        => pairs.Where(isKept).ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
}
