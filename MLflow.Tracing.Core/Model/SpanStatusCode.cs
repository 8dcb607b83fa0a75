namespace MLflow.Tracing.Model;

/// <summary>The outcome of a span; on the wire <c>STATUS_CODE_UNSET</c>, <c>STATUS_CODE_OK</c>, <c>STATUS_CODE_ERROR</c>, as in OTLP.</summary>
/// <example>
/// <code>
/// using var guardrail = Mlflow.StartActiveSpan("moderate", SpanType.Guardrail, inputs: new { question });
/// guardrail.SetStatus(SpanStatusCode.Error, "the question asks for another customer's data");
/// </code>
/// </example>
public enum SpanStatusCode
{
    /// <summary>Not decided yet.</summary>
    Unset = 0,

    /// <summary>The work succeeded.</summary>
    Ok = 1,

    /// <summary>The work failed.</summary>
    Error = 2,
}
