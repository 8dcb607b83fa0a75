namespace MLflow.Tracing.Model;

/// <summary>
/// The words of OpenTelemetry's conventions for generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/) that MLflow has words of its own for. Activities are read by
/// this table, and spans for collectors written.
/// </summary>
internal static class GenAiKey
{
    public const string OperationName = "gen_ai.operation.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ProviderName = "gen_ai.provider.name";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheCreationInputTokens = "gen_ai.usage.cache_creation.input_tokens";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolArguments = "gen_ai.tool.call.arguments";
    public const string ToolResult = "gen_ai.tool.call.result";
    public const string ToolDefinitions = "gen_ai.tool.definitions";
    public const string AgentName = "gen_ai.agent.name";

    /// <summary>What the provider was called before.</summary>
    public const string System = "gen_ai.system";

    // The first operation of a type is the one that is written.
    private static readonly (string Operation, string SpanType)[] s_operations =
    [
        ("chat", SpanType.ChatModel),
        ("generate_content", SpanType.ChatModel),
        ("text_completion", SpanType.Llm),
        ("embeddings", SpanType.Embedding),
        ("execute_tool", SpanType.Tool),
        ("invoke_agent", SpanType.Agent),
        ("create_agent", SpanType.Agent),
        ("retrieval", SpanType.Retriever),
        ("invoke_workflow", SpanType.Workflow),
    ];

    /// <summary>MLflow's type of span for an operation; <see langword="null"/> when there is none.</summary>
    public static string? SpanTypeOf(string? operation) => Array.Find(s_operations, pair => pair.Operation == operation).SpanType;

    /// <summary>The operation of a type of span; <see langword="null"/> when there is none.</summary>
    public static string? OperationOf(string? spanType) => Array.Find(s_operations, pair => pair.SpanType == spanType).Operation;
}
