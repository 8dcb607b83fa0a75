namespace MLflow.Tracing.Capture.Media;

/// <summary>
/// For values that are captured before there is a trace: the arguments of an iterator, which belong to the trace of whoever enumerates it,
/// see <see cref="CapturedValue.HeldBy"/>.
/// </summary>
internal sealed class UnownedAttachments : IAttachmentHolder
{
    public static readonly UnownedAttachments Instance = new();

    public HeldAttachment Hold(MediaSource source) => new(source, string.Empty);
}
