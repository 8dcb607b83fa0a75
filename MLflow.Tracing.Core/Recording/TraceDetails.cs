using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>What few traces have: mostly what the user said about the whole. Lock the instance to read or change that.</summary>
internal sealed class TraceDetails
{
    private TraceAttachments? _attachments;

    /// <summary>The span of another process that the root is a child of; 0 when the trace began here.</summary>
    public ulong RemoteParentId { get; init; }

    /// <summary>What was taken out of its spans; <see langword="null"/> while nothing was. Needs no lock.</summary>
    public TraceAttachments? Attachments => Volatile.Read(ref _attachments);

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public string? ClientRequestId { get; set; }

    public string? RequestPreview { get; set; }

    public string? ResponsePreview { get; set; }

    public TraceState? State { get; set; }

    /// <summary>The experiment it is filed under, if it is not the exporter's.</summary>
    public string? ExperimentId { get; set; }

    /// <summary>Needs no lock.</summary>
    public TraceAttachments EnsureAttachments(ActiveTrace trace)
        => Attachments ?? Interlocked.CompareExchange(ref _attachments, new TraceAttachments(trace.Runtime, trace.Id), null) ?? _attachments!;

    /// <summary>Takes over what is given; an entry without a value is left as it is.</summary>
    public void Update(IEnumerable<KeyValuePair<string, string>>? tags, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        Copy(tags, Tags);
        Copy(metadata, Metadata);
    }

    /// <summary>Sets one metadata entry, unless the value is null.</summary>
    public void SetMetadata(string key, string? value)
    {
        if (value is not null)
        {
            Metadata[key] = value;
        }
    }

    /// <summary>Refuses entries without a key, before anything is taken over.</summary>
    /// <exception cref="ArgumentException">A key is null or empty.</exception>
    public static void Check(IEnumerable<KeyValuePair<string, string>>? entries, string parameter)
    {
        if (entries is not null && entries.Any(static entry => string.IsNullOrEmpty(entry.Key)))
        {
            throw new ArgumentException("Each entry needs a key.", parameter);
        }
    }

    private static void Copy(IEnumerable<KeyValuePair<string, string>>? source, Dictionary<string, string> target)
    {
        foreach (var pair in source ?? [])
        {
            if (pair.Value is not null)
            {
                target[pair.Key] = pair.Value;
            }
        }
    }
}
