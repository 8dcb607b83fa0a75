namespace MLflow.Tracing.Capture.Media;

/// <summary>Keeps binary values that were taken out of captured ones. Thread-safe.</summary>
internal interface IAttachmentHolder
{
    /// <summary>Keeps a value.</summary>
    /// <returns><see langword="null"/> when it cannot be kept, which has been reported then.</returns>
    HeldAttachment? Hold(MediaSource source);
}
