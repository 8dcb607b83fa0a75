using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Capture.Media;

/// <summary>A binary value that a trace holds until it is delivered.</summary>
internal sealed class HeldAttachment(MediaSource source, string traceId)
{
    /// <summary>A UUID.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("D");

    public MediaSource Source => source;

    /// <summary>The text that stands in its place.</summary>
    public string ReferenceAs(string contentType) => new AttachmentUri(Id, contentType, traceId, source.Size).ToString();
}
