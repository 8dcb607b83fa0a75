namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What a woven method's span looks like, settled at weave time.</summary>
/// <param name="Name">The span's name.</param>
/// <param name="SpanType">The span's type.</param>
/// <param name="CaptureInputs">Whether arguments are recorded.</param>
/// <param name="CaptureOutputs">Whether the result is recorded.</param>
/// <param name="ObserveFaults">Whether the exception of a failed task is read (strategy T).</param>
/// <param name="RedactedParameters">Zero-based positions in <c>MethodDefinition.Parameters</c> whose values must not be recorded.</param>
/// <param name="RedactResult">Whether the result is recorded as <c>[redacted]</c>.</param>
internal sealed record SpanDefinition(
    string Name,
    string SpanType,
    bool CaptureInputs,
    bool CaptureOutputs,
    bool ObserveFaults,
    IReadOnlyCollection<int> RedactedParameters,
    bool RedactResult)
{
    /// <summary>The share of the traces beginning with the span that are recorded; <see langword="null"/> when the run-time setting decides.</summary>
    public double? SamplingRatio { get; init; }

    /// <summary>For an iterator: the function that makes the outputs from all items; else they are listed.</summary>
    public OutputReducer? OutputReducer { get; init; }
}
