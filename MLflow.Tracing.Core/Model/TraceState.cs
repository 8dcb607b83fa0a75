namespace MLflow.Tracing.Model;

/// <summary>The state of a whole trace; on the wire <c>OK</c>, <c>ERROR</c>, <c>IN_PROGRESS</c> or <c>STATE_UNSPECIFIED</c>.</summary>
/// <example>
/// <code>
/// using var span = Mlflow.StartActiveSpan("answer", inputs: new { question });
/// Mlflow.UpdateCurrentTrace(state: TraceState.Error, responsePreview: "refused: the question names another customer");
/// </code>
/// </example>
public enum TraceState
{
    /// <summary>Not known.</summary>
    Unspecified,

    /// <summary>The root span is still open.</summary>
    InProgress,

    /// <summary>The root span succeeded, or the user said so.</summary>
    Ok,

    /// <summary>The root span failed, or the user said so.</summary>
    Error,
}
