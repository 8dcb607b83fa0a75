using System.Text.Json;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Http.Formats;

/// <summary>Ollama's own API (<see href="https://github.com/ollama/ollama/blob/main/docs/api.md"/>); it speaks OpenAI's, too.</summary>
internal sealed class OllamaFormat(string name, string spanType) : WireFormat(name, spanType, "ollama")
{
    public static readonly OllamaFormat Chat = new("chat", Tracing.SpanType.Llm);
    public static readonly OllamaFormat Generate = new("generate", Tracing.SpanType.Llm);
    public static readonly OllamaFormat Embed = new("embed", Tracing.SpanType.Embedding);

    public override StreamedAnswer NewStreamedAnswer(int maxTextBytes) => MergedAnswer.OfOllama(maxTextBytes);

    public override TokenUsage? UsageIn(JsonElement answer)
        => Json.Count(answer, "prompt_eval_count") is { } input ? new TokenUsage(input, Json.Count(answer, "eval_count") ?? 0)
            : Json.Count(answer, "eval_count") is { } output ? new TokenUsage(0, output) // a prompt that was cached is not counted
            : null;

    public override IReadOnlyList<object> ToolsIn(JsonElement request) => [.. Json.Elements(request, "tools").Select(static tool => (object)tool)];
}
