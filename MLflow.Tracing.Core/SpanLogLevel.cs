namespace MLflow.Tracing;

/// <summary>How much a span matters to a reader: MLflow's levels, with the numbers of Python's <c>logging</c>, which go over the wire.</summary>
/// <example>
/// <code>
/// using var span = Mlflow.StartActiveSpan("answer by the smaller model", SpanType.ChatModel);
/// span.LogLevel = SpanLogLevel.Warning;
/// </code>
/// </example>
public enum SpanLogLevel
{
    /// <summary>Inner workings: the default of most span types.</summary>
    Debug = 10,

    /// <summary>What a reader looks for: the default of model calls, tools, retrievers, agents and embeddings.</summary>
    Info = 20,

    /// <summary>Something that deserves a look.</summary>
    Warning = 30,

    /// <summary>A failure; a span that ends with an exception has it at least.</summary>
    Error = 40,

    /// <summary>A failure that needs somebody at once.</summary>
    Critical = 50,
}
