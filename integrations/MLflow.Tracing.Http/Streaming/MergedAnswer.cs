using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>An answer whose pieces have its own shape: chat completions, Gemini, Ollama.</summary>
internal sealed class MergedAnswer(GrowthRules rules, int maxTextBytes) : StreamedAnswer(maxTextBytes)
{
    public static MergedAnswer OfChatCompletions(int maxTextBytes) => new(s_chatCompletions, maxTextBytes);

    public static MergedAnswer OfGemini(int maxTextBytes) => new(s_gemini, maxTextBytes);

    public static MergedAnswer OfOllama(int maxTextBytes) => new(s_ollama, maxTextBytes);

    private static readonly GrowthRules s_chatCompletions = new(
        new("choices", Growth.Numbered),
        new("delta", Growth.Members, "message"),
        new("content", Growth.Text),
        new("refusal", Growth.Text),
        new("reasoning", Growth.Text),
        new("reasoning_content", Growth.Text),
        new("tool_calls", Growth.Added),
        new("function", Growth.Members),
        new("custom", Growth.Members),
        new("arguments", Growth.Text),
        new("input", Growth.Text));

    private static readonly GrowthRules s_gemini = new(
        new("candidates", Growth.Numbered),
        new("content", Growth.Members),
        new("parts", Growth.Parts),
        new("text", Growth.Text));

    private static readonly GrowthRules s_ollama = new(
        new("message", Growth.Members),
        new("content", Growth.Text),
        new("thinking", Growth.Text),
        new("tool_calls", Growth.Added),
        new("response", Growth.Text));

    protected override void Take(ReadOnlySpan<byte> json, Utf8JsonReader reader)
    {
        Answer.Merge(json, ref reader, rules);
        IsComplete |= Answer.Has("done"u8, "true"u8);
        if (Answer.Has("object"u8, "\"chat.completion.chunk\""u8))
        {
            Answer["object"u8].Replace("\"chat.completion\""u8);
        }

        if (Error is null && Answer.Has("error"u8) && !Answer.Has("error"u8, "null"u8))
        {
            Error = VendorError.In(json);
        }
    }
}
