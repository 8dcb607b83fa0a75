namespace MLflow.Tracing;

/// <summary>The span types that MLflow's user interface knows. Any other text is accepted too.</summary>
/// <remarks>The values are those of <c>mlflow.entities.SpanType</c> in Python and <c>SpanType</c> in TypeScript.</remarks>
/// <example>
/// <code>
/// using var search = Mlflow.StartActiveSpan("search", SpanType.Retriever, inputs: new { question });
/// using var filter = Mlflow.StartActiveSpan("deduplicate", "FILTER"); // a type of your own
/// </code>
/// </example>
public static class SpanType
{
    /// <summary>A completion of a large language model.</summary>
    public const string Llm = "LLM";

    /// <summary>A sequence of steps.</summary>
    public const string Chain = "CHAIN";

    /// <summary>An autonomous agent's turn.</summary>
    public const string Agent = "AGENT";

    /// <summary>A tool that an agent calls.</summary>
    public const string Tool = "TOOL";

    /// <summary>A call of a chat model.</summary>
    public const string ChatModel = "CHAT_MODEL";

    /// <summary>A search for documents.</summary>
    public const string Retriever = "RETRIEVER";

    /// <summary>Text turned into structured data.</summary>
    public const string Parser = "PARSER";

    /// <summary>Text turned into vectors.</summary>
    public const string Embedding = "EMBEDDING";

    /// <summary>Documents ordered again by relevance.</summary>
    public const string Reranker = "RERANKER";

    /// <summary>A read or write of an agent's memory.</summary>
    public const string Memory = "MEMORY";

    /// <summary>A workflow.</summary>
    public const string Workflow = "WORKFLOW";

    /// <summary>A task of a workflow.</summary>
    public const string Task = "TASK";

    /// <summary>A guardrail check.</summary>
    public const string Guardrail = "GUARDRAIL";

    /// <summary>An evaluation.</summary>
    public const string Evaluator = "EVALUATOR";

    /// <summary>No type given; the default.</summary>
    public const string Unknown = "UNKNOWN";
}
