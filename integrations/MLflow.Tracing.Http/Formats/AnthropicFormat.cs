using System.Text.Json;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Http.Formats;

/// <summary>Anthropic's messages (<see href="https://docs.anthropic.com/en/api/messages"/>).</summary>
internal sealed class AnthropicFormat() : WireFormat("Messages", Tracing.SpanType.Llm, "anthropic")
{
    public static readonly AnthropicFormat Messages = new();

    public override StreamedAnswer NewStreamedAnswer(int maxTextBytes) => new AnthropicAnswer(maxTextBytes);

    public override TokenUsage? UsageIn(JsonElement answer)
        => Json.Member(answer, "usage") is { } usage && Json.Count(usage, "input_tokens") is { } input
            ? new TokenUsage(input, Json.Count(usage, "output_tokens") ?? 0)
            {
                CacheReadInputTokens = Json.Count(usage, "cache_read_input_tokens"),
                CacheCreationInputTokens = Json.Count(usage, "cache_creation_input_tokens"),
            }
            : null;

    public override IReadOnlyList<object> ToolsIn(JsonElement request) => [.. Json.Elements(request, "tools").Select(static tool => Function(tool, "input_schema"))];
}
