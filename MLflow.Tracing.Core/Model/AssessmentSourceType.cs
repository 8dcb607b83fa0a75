namespace MLflow.Tracing.Model;

/// <summary>The kind of judge behind an <see cref="Assessment"/>; on the wire <c>HUMAN</c>, <c>LLM_JUDGE</c>, <c>CODE</c>.</summary>
/// <example>
/// <code>
/// var info = await client.GetTraceInfoAsync(traceId);
/// var byPeople = info?.Assessments.Where(assessment => assessment.Source?.SourceType == AssessmentSourceType.Human);
/// </code>
/// </example>
public enum AssessmentSourceType
{
    /// <summary>Not known to this version of the library; only read, never logged.</summary>
    Unspecified = 0,

    /// <summary>A person.</summary>
    Human = 1,

    /// <summary>A language model.</summary>
    LlmJudge = 2,

    /// <summary>A program.</summary>
    Code = 3,
}
