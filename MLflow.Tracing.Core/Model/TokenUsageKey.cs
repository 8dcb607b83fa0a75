namespace MLflow.Tracing.Model;

/// <summary>Names of the counts in <see cref="SpanAttributeKey.TokenUsage"/> and <see cref="TraceMetadataKey.TokenUsage"/>.</summary>
/// <remarks>The names are those of <c>mlflow.tracing.constant.TokenUsageKey</c>.</remarks>
/// <example>
/// <code>
/// var info = await client.GetTraceInfoAsync(traceId);
/// if (info is not null &amp;&amp; info.Metadata.TryGetValue(TraceMetadataKey.TokenUsage, out var usage))
/// {
///     Console.WriteLine(JsonDocument.Parse(usage).RootElement.GetProperty(TokenUsageKey.TotalTokens));
/// }
/// </code>
/// </example>
public static class TokenUsageKey
{
    /// <summary>Tokens read.</summary>
    public const string InputTokens = "input_tokens";

    /// <summary>Tokens written.</summary>
    public const string OutputTokens = "output_tokens";

    /// <summary>All tokens.</summary>
    public const string TotalTokens = "total_tokens";

    /// <summary>Tokens of the input that came from a cache.</summary>
    public const string CacheReadInputTokens = "cache_read_input_tokens";

    /// <summary>Tokens of the input that were put into a cache.</summary>
    public const string CacheCreationInputTokens = "cache_creation_input_tokens";
}
