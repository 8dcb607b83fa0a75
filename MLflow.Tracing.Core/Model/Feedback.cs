namespace MLflow.Tracing.Model;

/// <summary>An <see cref="Assessment"/> that says how good a trace or span is. At least one of <see cref="Value"/> and <see cref="Error"/> is given.</summary>
/// <example>
/// <code>
/// var feedback = new Feedback { Name = "helpful", Value = true, Source = new AssessmentSource(AssessmentSourceType.Human, "alice") };
/// await client.LogAssessmentAsync(traceId, feedback);
/// </code>
/// </example>
public sealed record Feedback : Assessment
{
    /// <summary>The name of feedback that was given none, as in Python.</summary>
    public const string DefaultName = "feedback";

    /// <summary>
    /// The verdict: text, a Boolean, a finite number, or a list or dictionary (with text keys) of such. What a server returns is a <see cref="string"/>,
    /// <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <c>IReadOnlyList&lt;object?&gt;</c> or <c>IReadOnlyDictionary&lt;string, object?&gt;</c>;
    /// servers may return a whole number as a <see cref="double"/>.
    /// </summary>
    public object? Value { get; init; }

    /// <summary>Why there is no verdict: the judge failed.</summary>
    public AssessmentError? Error { get; init; }
}
