namespace MLflow.Tracing.Model;

/// <summary>What a trace is about, without its spans: MLflow's <c>TraceInfo</c> version 3.</summary>
/// <example>
/// <code>
/// if (await client.GetTraceInfoAsync(traceId) is { } info)
/// {
///     Console.WriteLine($"{info.State} after {info.ExecutionDurationNs / 1_000_000} ms, {info.Assessments.Count} assessments");
/// }
/// </code>
/// </example>
public sealed record TraceInfo
{
    /// <summary><c>tr-</c> and 32 lowercase hexadecimal digits; in Unity Catalog <c>trace:/LOCATION/</c> before them.</summary>
    public required string TraceId { get; init; }

    /// <summary>
    /// Whether this is only a part of the trace: spans that this process added to a trace which another process began. Several parts may
    /// have the same <see cref="TraceId"/>; their first span's parent is a span of the other process. Times, state and previews are the part's.
    /// </summary>
    public bool IsPart { get; init; }

    /// <summary>The caller's own id for the request, at most 50 characters on a SQL-backed server.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>The experiment it is filed under, or its location in Unity Catalog; <see langword="null"/> means the exporter's experiment.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The beginning of the root span's inputs, as plain text.</summary>
    public string? RequestPreview { get; init; }

    /// <summary>The beginning of the root span's outputs, as plain text.</summary>
    public string? ResponsePreview { get; init; }

    /// <summary>When the root span started: nanoseconds since the Unix epoch.</summary>
    public required long RequestTimeUnixNs { get; init; }

    /// <summary>How long the root span took, in nanoseconds.</summary>
    public required long ExecutionDurationNs { get; init; }

    /// <summary>The outcome.</summary>
    public required TraceState State { get; init; }

    /// <summary>Fixed facts about the trace. Keys of MLflow's own are listed in <see cref="TraceMetadataKey"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = EmptyDictionary.OfStrings;

    /// <summary>Labels, which may change later. Keys of MLflow's own are listed in <see cref="TraceTagKey"/>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = EmptyDictionary.OfStrings;

    /// <summary>What people, programs and models think of the trace. Empty for a trace that was recorded here and not read back.</summary>
    public IReadOnlyList<Assessment> Assessments { get; init; } = [];
}
