namespace MLflow.Tracing.Recording;

/// <summary>What traces that begin here are to have, until the scope is left that said so. Immutable.</summary>
/// <param name="Tags">Tags.</param>
/// <param name="Metadata">Metadata, with session and user.</param>
/// <param name="ExperimentId">The experiment they are filed under; <see langword="null"/> means the exporter's.</param>
internal sealed record TraceDefaults(IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, string> Metadata, string? ExperimentId)
{
    private static readonly AsyncLocal<TraceDefaults?> s_current = new();
    private static readonly Dictionary<string, string> s_none = [];

    // Most programs never use any; theirs begin a trace without looking.
    private static volatile bool s_isUsed;

    /// <summary>No defaults.</summary>
    public static TraceDefaults None { get; } = new(s_none, s_none, null);

    /// <summary>Those in force here, or <see langword="null"/>.</summary>
    public static TraceDefaults? Current
    {
        get => s_isUsed ? s_current.Value : null;
        set
        {
            s_isUsed = true;
            s_current.Value = value;
        }
    }

    /// <summary>These and the given ones, which win.</summary>
    public TraceDefaults With(IEnumerable<KeyValuePair<string, string>>? tags, IEnumerable<KeyValuePair<string, string>>? metadata)
        => this with { Tags = Merged(Tags, tags), Metadata = Merged(Metadata, metadata) };

    /// <summary>Gives a trace that begins here what it is to have.</summary>
    public static void ApplyTo(ActiveTrace trace)
    {
        var experimentId = trace.Runtime.ExperimentId;
        if (Current is { } defaults)
        {
            trace.EnsureDetails().Update(defaults.Tags, defaults.Metadata);
            experimentId = defaults.ExperimentId ?? experimentId;
        }

        if (experimentId is not null)
        {
            trace.EnsureDetails().ExperimentId = experimentId;
        }
    }

    private static IReadOnlyDictionary<string, string> Merged(IReadOnlyDictionary<string, string> outer, IEnumerable<KeyValuePair<string, string>>? inner)
    {
        if (inner is null)
        {
            return outer;
        }

        var merged = outer.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        foreach (var pair in inner)
        {
            merged[pair.Key] = pair.Value;
        }

        return merged;
    }
}
