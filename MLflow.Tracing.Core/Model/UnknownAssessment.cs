namespace MLflow.Tracing.Model;

/// <summary>An <see cref="Assessment"/> of a kind that this version of the library does not know. It can be read, not logged.</summary>
/// <example>
/// <code>
/// var info = await client.GetTraceInfoAsync(traceId);
/// var unknown = info?.Assessments.OfType&lt;UnknownAssessment>().Select(assessment => assessment.Name);
/// </code>
/// </example>
public sealed record UnknownAssessment : Assessment;
