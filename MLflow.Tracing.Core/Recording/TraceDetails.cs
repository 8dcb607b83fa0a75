using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>What the user said about a whole trace. Lock the instance to read or change it.</summary>
internal sealed class TraceDetails
{
    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public string? ClientRequestId { get; set; }

    public string? RequestPreview { get; set; }

    public string? ResponsePreview { get; set; }

    public TraceState? State { get; set; }

    /// <summary>Takes over what is not null.</summary>
    public void Update(
        IEnumerable<KeyValuePair<string, string>>? tags,
        IEnumerable<KeyValuePair<string, string>>? metadata,
        string? clientRequestId,
        string? requestPreview,
        string? responsePreview,
        TraceState? state)
    {
        foreach (var tag in tags ?? [])
        {
            Tags[tag.Key] = tag.Value;
        }

        foreach (var item in metadata ?? [])
        {
            Metadata[item.Key] = item.Value;
        }

        ClientRequestId = clientRequestId ?? ClientRequestId;
        RequestPreview = requestPreview ?? RequestPreview;
        ResponsePreview = responsePreview ?? ResponsePreview;
        State = state ?? State;
    }

    /// <summary>Sets one metadata entry, unless the value is null.</summary>
    public void SetMetadata(string key, string? value)
    {
        if (value is not null)
        {
            Metadata[key] = value;
        }
    }
}
