namespace MLflow.Tracing.Model;

/// <summary>An <see cref="Assessment"/> that says what a trace or span should have given: the ground truth.</summary>
/// <example>
/// <code>
/// var expectation = new Expectation { Name = "expected_answer", Value = "42" };
/// await client.LogAssessmentAsync(traceId, expectation);
/// </code>
/// </example>
public sealed record Expectation : Assessment
{
    /// <summary>The expected value, not <see langword="null"/>; the types are those of <see cref="Feedback.Value"/>.</summary>
    public required object? Value { get; init; }
}
