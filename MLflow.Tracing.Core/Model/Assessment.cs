namespace MLflow.Tracing.Model;

/// <summary>
/// A judgement of a trace or of one of its spans: <see cref="Feedback"/> on how good it is, the <see cref="Expectation"/> of what it should have been,
/// or a reference to a known problem (<see cref="IssueReference"/>). Immutable, hence safe to share between threads.
/// </summary>
/// <remarks>MLflow's <c>mlflow.entities.Assessment</c>. A server that is newer than this library may return an <see cref="UnknownAssessment"/>.</remarks>
/// <example>
/// <code>
/// var info = await client.GetTraceInfoAsync(traceId);
/// foreach (var feedback in info?.Assessments.OfType&lt;Feedback>() ?? [])
/// {
///     Console.WriteLine($"{feedback.Name}: {feedback.Value} ({feedback.Source?.SourceId})");
/// }
/// </code>
/// </example>
public abstract record Assessment
{
    private protected Assessment()
    {
    }

    /// <summary>The id, which the server gives; <see langword="null"/> before that.</summary>
    public string? AssessmentId { get; init; }

    /// <summary>The trace it is about; <see langword="null"/> before it is logged.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span it is about; <see langword="null"/> means the trace as a whole.</summary>
    public string? SpanId { get; init; }

    /// <summary>What is judged, for example <c>correctness</c>: not empty, no dot, at most 250 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Who judged. <see langword="null"/> means MLflow's default of the kind: code for feedback, a human for an expectation, an LLM judge for an issue.</summary>
    public AssessmentSource? Source { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Rationale { get; init; }

    /// <summary>Further facts.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = EmptyDictionary.OfStrings;

    /// <summary>The id of an assessment that this one replaces; the server marks that one as not valid.</summary>
    public string? Overrides { get; init; }

    /// <summary>False when another assessment overrides it. Default <see langword="true"/>.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>When the server stored it: nanoseconds since the Unix epoch; <see langword="null"/> before that.</summary>
    public long? CreateTimeUnixNs { get; init; }

    /// <summary>When it changed last: nanoseconds since the Unix epoch; <see langword="null"/> before it is stored.</summary>
    public long? LastUpdateTimeUnixNs { get; init; }
}
