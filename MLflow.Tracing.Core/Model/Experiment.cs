namespace MLflow.Tracing.Model;

/// <summary>What traces are filed under on a server. Immutable, hence safe to share between threads.</summary>
/// <example>
/// <code>
/// var experiment = await client.GetExperimentByNameAsync("support-bot");
/// Console.WriteLine(experiment?.ExperimentId ?? "not there yet");
/// </code>
/// </example>
public sealed record Experiment
{
    /// <summary>The id.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the server keeps the experiment's files.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>Whether it was deleted; a server keeps deleted experiments until it is cleaned up, and they can be restored there.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = EmptyDictionary.OfStrings;

    /// <summary>When it was created: milliseconds since the Unix epoch; <see langword="null"/> if the server does not say.</summary>
    public long? CreationTimeUnixMs { get; init; }

    /// <summary>When it changed last: milliseconds since the Unix epoch; <see langword="null"/> if the server does not say.</summary>
    public long? LastUpdateTimeUnixMs { get; init; }
}
