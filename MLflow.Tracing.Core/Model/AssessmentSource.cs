namespace MLflow.Tracing.Model;

/// <summary>Who made an <see cref="Assessment"/>.</summary>
/// <param name="SourceType">The kind of judge.</param>
/// <param name="SourceId">Which one: a user name, the name of a model, the name of a program. Not empty.</param>
/// <example>
/// <code>
/// var judge = new AssessmentSource(AssessmentSourceType.LlmJudge, "gpt-4.1");
/// await client.LogFeedbackAsync(traceId, "faithful", 0.9, judge, rationale: "every claim stands in the documents");
/// </code>
/// </example>
public sealed record AssessmentSource(AssessmentSourceType SourceType, string SourceId = "default");
