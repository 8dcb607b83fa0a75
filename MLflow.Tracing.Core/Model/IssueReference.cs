namespace MLflow.Tracing.Model;

/// <summary>An <see cref="Assessment"/> that says a trace shows a known problem. MLflow 3.11 or newer.</summary>
/// <example>
/// <code>
/// await client.LogAssessmentAsync(traceId, new IssueReference { Name = "iss-42", IssueName = "Answers in the wrong language" });
/// </code>
/// </example>
public sealed record IssueReference : Assessment
{
    /// <summary>The problem in words; <see cref="Assessment.Name"/> is the issue's id.</summary>
    public required string IssueName { get; init; }
}
