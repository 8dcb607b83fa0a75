namespace MLflow.Tracing.Model;

/// <summary>Names of the span attributes that MLflow reserves.</summary>
/// <remarks>The names are those of <c>mlflow.tracing.constant.SpanAttributeKey</c>.</remarks>
/// <example>
/// <code>
/// var trace = await client.GetTraceAsync(traceId);
/// var models = trace?.Spans.Select(span => span.Attributes.GetValueOrDefault(SpanAttributeKey.Model)).Distinct();
/// </code>
/// </example>
public static class SpanAttributeKey
{
    /// <summary>The trace id; required on every span of <c>traces.json</c>.</summary>
    public const string TraceId = "mlflow.traceRequestId";

    /// <summary>The experiment id.</summary>
    public const string ExperimentId = "mlflow.experimentId";

    /// <summary>The inputs.</summary>
    public const string Inputs = "mlflow.spanInputs";

    /// <summary>The outputs.</summary>
    public const string Outputs = "mlflow.spanOutputs";

    /// <summary>The span's type, see <see cref="MLflow.Tracing.SpanType"/>.</summary>
    public const string SpanType = "mlflow.spanType";

    /// <summary>The full name of the function behind the span.</summary>
    public const string FunctionName = "mlflow.spanFunctionName";

    /// <summary>What the span is about, in a sentence.</summary>
    public const string Description = "mlflow.spanDescription";

    /// <summary>How much the span matters: the number of a <see cref="SpanLogLevel"/>.</summary>
    public const string LogLevel = "mlflow.spanLogLevel";

    /// <summary>Token counts of a model call, see <see cref="TokenUsageKey"/>.</summary>
    public const string TokenUsage = "mlflow.chat.tokenUsage";

    /// <summary>What a model call cost, in US dollars.</summary>
    public const string Cost = "mlflow.llm.cost";

    /// <summary>The tools that a model was offered.</summary>
    public const string ChatTools = "mlflow.chat.tools";

    /// <summary>On a root span: the session of its trace, for collectors that see spans only.</summary>
    public const string SessionId = "session.id";

    /// <summary>On a root span: the user of its trace, for collectors that see spans only.</summary>
    public const string UserId = "user.id";

    /// <summary>The model's name.</summary>
    public const string Model = "mlflow.llm.model";

    /// <summary>The model's provider.</summary>
    public const string Provider = "mlflow.llm.provider";

    /// <summary>The prompts that the span used, as JSON text.</summary>
    public const string LinkedPrompts = "mlflow.linkedPrompts";

    /// <summary>What the span gave before its end, as JSON text.</summary>
    public const string IntermediateOutputs = "mlflow.trace.intermediate_outputs";

    /// <summary>Which chat format inputs and outputs have.</summary>
    public const string MessageFormat = "mlflow.message.format";

    /// <summary>On the event of an item that a traced sequence yielded: the item as JSON text.</summary>
    public const string ChunkValue = "mlflow.chunk.value";

    /// <summary>What the names of such events begin with; the item's number, from 0, follows.</summary>
    public const string ChunkItemPrefix = "mlflow.chunk.item.";
}
