using System.Text;

namespace MLflow.Tracing.Model;

/// <summary>Tokens that a model call, or all of a trace's, used. Immutable.</summary>
/// <example>
/// <code>
/// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel);
/// span.SetTokenUsage(new TokenUsage(inputTokens: 120, outputTokens: 40) { CacheReadInputTokens = 100 });
/// </code>
/// </example>
public sealed record TokenUsage
{
    /// <summary>Counts of a call.</summary>
    /// <param name="inputTokens">Tokens read, those from a cache included.</param>
    /// <param name="outputTokens">Tokens written.</param>
    /// <param name="totalTokens">All tokens; <see langword="null"/> means the sum of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or their sum is no number of 64 bits.</exception>
    public TokenUsage(long inputTokens, long outputTokens, long? totalTokens = null)
    {
        InputTokens = NotNegative(inputTokens, nameof(inputTokens));
        OutputTokens = NotNegative(outputTokens, nameof(outputTokens));
        TotalTokens = NotNegative(totalTokens ?? unchecked(inputTokens + outputTokens), nameof(totalTokens)); // beyond all numbers it is negative
    }

    /// <summary>Tokens read, those from a cache included.</summary>
    public long InputTokens { get; }

    /// <summary>Tokens written.</summary>
    public long OutputTokens { get; }

    /// <summary>All tokens.</summary>
    public long TotalTokens { get; }

    /// <summary>Tokens of the input that came from a cache; <see langword="null"/> when that is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public long? CacheReadInputTokens
    {
        get;
        init => field = NotNegative(value, nameof(CacheReadInputTokens));
    }

    /// <summary>Tokens of the input that were put into a cache; <see langword="null"/> when that is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public long? CacheCreationInputTokens
    {
        get;
        init => field = NotNegative(value, nameof(CacheCreationInputTokens));
    }

    internal string ToJson()
    {
        var json = new StringBuilder("{");
        Append(TokenUsageKey.InputTokens, InputTokens);
        Append(TokenUsageKey.OutputTokens, OutputTokens);
        Append(TokenUsageKey.TotalTokens, TotalTokens);
        Append(TokenUsageKey.CacheReadInputTokens, CacheReadInputTokens);
        Append(TokenUsageKey.CacheCreationInputTokens, CacheCreationInputTokens);
        return json.Append('}').ToString();

        void Append(string key, long? count)
        {
            if (count is { } known)
            {
                json.Append(json.Length > 1 ? "," : string.Empty).Append(JsonText.Of(key)).Append(':').Append(JsonText.Of(known));
            }
        }
    }

    private static long NotNegative(long count, string parameter)
        => count >= 0 ? count : throw new ArgumentOutOfRangeException(parameter, count, "A number of tokens is zero or more.");

    private static long? NotNegative(long? count, string parameter) => count is { } known ? NotNegative(known, parameter) : null;
}
