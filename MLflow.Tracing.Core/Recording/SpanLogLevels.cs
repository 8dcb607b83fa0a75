namespace MLflow.Tracing.Recording;

/// <summary>Which level a span has that was given none.</summary>
internal static class SpanLogLevels
{
    /// <summary>The level of a span: the one set by hand, else that of its type; raised by an exception.</summary>
    public static SpanLogLevel Of(LiveSpan span)
    {
        var details = span.Details;
        var level = details?.LogLevel ?? Default(span.SpanType);
        return details is { Exception.IsCancellation: false } && level < SpanLogLevel.Error ? SpanLogLevel.Error : level;
    }

    private static SpanLogLevel Default(string spanType) => spanType switch
    {
        SpanType.Llm or SpanType.ChatModel or SpanType.Tool or SpanType.Retriever or SpanType.Agent or SpanType.Embedding => SpanLogLevel.Info,
        _ => SpanLogLevel.Debug,
    };
}
