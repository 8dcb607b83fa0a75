namespace MLflow.Tracing.Http.Formats;

/// <summary>What a request calls, as far as its address and its headers tell.</summary>
/// <param name="Format">The kind of call.</param>
/// <param name="Provider">Who is called, by the names that MLflow has prices under; <see langword="null"/> for a host that is not known.</param>
/// <param name="ModelInPath">The model, where the address names it.</param>
/// <param name="IsCertain">Whether nothing else has such an address. If not, the body must name a model.</param>
/// <param name="StreamsList">Whether a streamed answer may be one JSON list of its pieces.</param>
internal sealed record LlmEndpoint(WireFormat Format, string? Provider, string? ModelInPath = null, bool IsCertain = true, bool StreamsList = false)
{
    private const string StreamGenerateContent = "streamGenerateContent";
    private const int OllamaPort = 11434;
    private const string Models = "/models/";

    private static readonly (string HostEnd, string Provider)[] s_providers =
    [
        ("api.openai.com", "openai"),
        (".openai.azure.com", "azure"),
        (".services.ai.azure.com", "azure"),
        (".cognitiveservices.azure.com", "azure"),
        ("api.anthropic.com", "anthropic"),
        ("generativelanguage.googleapis.com", "gemini"),
        ("aiplatform.googleapis.com", "vertex_ai"),
        ("api.mistral.ai", "mistral"),
        ("api.groq.com", "groq"),
        ("api.deepseek.com", "deepseek"),
        ("api.x.ai", "xai"),
        ("openrouter.ai", "openrouter"),
        ("api.together.xyz", "together_ai"),
    ];

    /// <summary>The call that a request is, or <see langword="null"/> when it is none of a language model.</summary>
    public static LlmEndpoint? Of(HttpRequestMessage request)
    {
        if (request.Method != HttpMethod.Post || request.Content is null || request.RequestUri is not { IsAbsoluteUri: true } address)
        {
            return null;
        }

        var path = address.AbsolutePath;
        return path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Called(OpenAIFormat.Completions, address)
            : path.EndsWith("/responses", StringComparison.Ordinal) && IsOpenAI(path) ? Called(OpenAIFormat.Responses, address)
            : path.EndsWith("/embeddings", StringComparison.Ordinal) && IsOpenAI(path) ? Called(OpenAIFormat.Embeddings, address)
            : path.EndsWith("/messages", StringComparison.Ordinal) && request.Headers.Contains("anthropic-version") ? Called(AnthropicFormat.Messages, address)
            : path.Contains(Models, StringComparison.Ordinal) ? OfGemini(path, address)
            : path.StartsWith("/api/", StringComparison.Ordinal) ? OfOllama(path, address)
            : null;
    }

    private static LlmEndpoint? OfGemini(string path, Uri address)
    {
        var model = path[(path.LastIndexOf(Models, StringComparison.Ordinal) + Models.Length)..];
        var colon = model.IndexOf(':', StringComparison.Ordinal);
        var method = colon < 0 ? null : model[(colon + 1)..];
        WireFormat? format = method switch
        {
            "generateContent" or StreamGenerateContent => GeminiFormat.GenerateContent,
            "embedContent" or "batchEmbedContents" => GeminiFormat.EmbedContent,
            _ => null,
        };
        return format is null ? null : Called(format, address) with { ModelInPath = model[..colon], StreamsList = method == StreamGenerateContent };
    }

    // Applications have addresses like /api/chat, too.
    private static LlmEndpoint? OfOllama(string path, Uri address)
    {
        WireFormat? format = path switch
        {
            "/api/chat" => OllamaFormat.Chat,
            "/api/generate" => OllamaFormat.Generate,
            "/api/embed" or "/api/embeddings" => OllamaFormat.Embed,
            _ => null,
        };
        return format is null ? null : new LlmEndpoint(format, "ollama", IsCertain: address.Port == OllamaPort);
    }

    private static bool IsOpenAI(string path) => path.Contains("/v1/", StringComparison.Ordinal) || path.Contains("/openai/", StringComparison.Ordinal);

    private static LlmEndpoint Called(WireFormat format, Uri address)
        => new(format, s_providers.FirstOrDefault(known => address.Host.EndsWith(known.HostEnd, StringComparison.OrdinalIgnoreCase)).Provider);
}
