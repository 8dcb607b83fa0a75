using System.Text.Json;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Http.Formats;

/// <summary>Gemini, of Google AI and of Vertex AI (<see href="https://ai.google.dev/api/generate-content"/>).</summary>
internal sealed class GeminiFormat(string name, string spanType) : WireFormat(name, spanType, "gemini")
{
    public static readonly GeminiFormat GenerateContent = new("generateContent", Tracing.SpanType.Llm);
    public static readonly GeminiFormat EmbedContent = new("embedContent", Tracing.SpanType.Embedding);

    public override StreamedAnswer NewStreamedAnswer(int maxTextBytes) => MergedAnswer.OfGemini(maxTextBytes);

    // What a model has thought is counted by itself, and is billed as output.
    public override TokenUsage? UsageIn(JsonElement answer)
        => Json.Member(answer, "usageMetadata") is { } usage && Json.Count(usage, "promptTokenCount") is { } input
            ? new TokenUsage(input, (Json.Count(usage, "candidatesTokenCount") ?? 0) + (Json.Count(usage, "thoughtsTokenCount") ?? 0), Json.Count(usage, "totalTokenCount"))
            {
                CacheReadInputTokens = Json.Count(usage, "cachedContentTokenCount"),
            }
            : null;

    public override string? ModelIn(JsonElement answer) => Json.Text(answer, "modelVersion");

    public override IReadOnlyList<object> ToolsIn(JsonElement request)
        => [.. Json.Elements(request, "tools").SelectMany(static tool => Json.Elements(tool, "functionDeclarations")).Select(static tool => Function(tool, "parameters"))];
}
