namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The span types that MLflow's user interface knows; the run-time library has them as constants, which the engine does not reference.</summary>
internal static class KnownSpanTypes
{
    /// <summary>The type of a span for which none was stated.</summary>
    public const string Default = "UNKNOWN";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "LLM", "CHAIN", "AGENT", "TOOL", "CHAT_MODEL", "RETRIEVER", "PARSER", "EMBEDDING", "RERANKER",
        "MEMORY", "WORKFLOW", "TASK", "GUARDRAIL", "EVALUATOR", Default,
    ];

    /// <summary>The known type that a text means but does not spell, such as the name of its constant: <c>ChatModel</c> for <c>CHAT_MODEL</c>.</summary>
    public static string? IntendedBy(string text)
        => All.Contains(text, StringComparer.Ordinal)
            ? null
            : All.FirstOrDefault(known => known.Replace("_", "").Equals(text.Replace("_", "").Replace("-", "").Replace(" ", ""), StringComparison.OrdinalIgnoreCase));
}
