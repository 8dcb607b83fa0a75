using System.Text.Json;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Http.Formats;

/// <summary>OpenAI and everything compatible (<see href="https://platform.openai.com/docs/api-reference"/>).</summary>
internal sealed class OpenAIFormat : WireFormat
{
    public static readonly OpenAIFormat Completions = new("Completions", Tracing.SpanType.Llm, MergedAnswer.OfChatCompletions);
    public static readonly OpenAIFormat Responses = new("Responses", Tracing.SpanType.Llm, static maxTextBytes => new ResponsesAnswer(maxTextBytes));
    public static readonly OpenAIFormat Embeddings = new("Embeddings", Tracing.SpanType.Embedding, MergedAnswer.OfChatCompletions);

    private readonly Func<int, StreamedAnswer> _newStreamedAnswer;

    private OpenAIFormat(string name, string spanType, Func<int, StreamedAnswer> newStreamedAnswer)
        : base(name, spanType, "openai")
        => _newStreamedAnswer = newStreamedAnswer;

    public override StreamedAnswer NewStreamedAnswer(int maxTextBytes) => _newStreamedAnswer(maxTextBytes);

    public override TokenUsage? UsageIn(JsonElement answer)
    {
        if (Json.Member(answer, "usage") is not { } usage || (Json.Count(usage, "prompt_tokens") ?? Json.Count(usage, "input_tokens")) is not { } input)
        {
            return null;
        }

        var details = Json.Member(usage, "prompt_tokens_details") ?? Json.Member(usage, "input_tokens_details");
        return new TokenUsage(input, Json.Count(usage, "completion_tokens") ?? Json.Count(usage, "output_tokens") ?? 0, Json.Count(usage, "total_tokens"))
        {
            CacheReadInputTokens = details is { } known && Json.Count(known, "cached_tokens") is > 0 and var cached ? cached : null,
        };
    }

    // The Responses API has no "function" around a tool's description.
    public override IReadOnlyList<object> ToolsIn(JsonElement request)
        => [.. Json.Elements(request, "tools").Select(static tool => Json.Text(tool, "type") == "function" && Json.Member(tool, "function") is null ? Function(tool, "parameters") : tool)];
}
