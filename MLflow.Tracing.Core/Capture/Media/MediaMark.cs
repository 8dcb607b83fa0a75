using System.Globalization;

namespace MLflow.Tracing.Capture.Media;

/// <summary>What stands in the JSON of a captured value where a binary value was taken out; no text of the program can be it.</summary>
/// <param name="source">What was taken out.</param>
/// <param name="held">Who keeps it; <see langword="null"/> when it is too large or too much.</param>
internal sealed class MediaMark(MediaSource source, HeldAttachment? held)
{
    /// <summary>Needs no escapes.</summary>
    public string Text { get; private init; } = $"mlflow-held-{Guid.NewGuid():N}";

    public MediaSource Source => source;

    /// <summary>What the span shows of a value that is not sent.</summary>
    public static string StandIn(string contentType, long size)
        => $"<attachment left out: {contentType}, {size.ToString(CultureInfo.InvariantCulture)} bytes>";

    /// <summary>What the span shows of the value.</summary>
    public string ShownAs(string contentType) => held?.ReferenceAs(contentType) ?? StandIn(contentType, source.Size);

    /// <summary>The same in another's keeping.</summary>
    public MediaMark HeldBy(IAttachmentHolder holder) => held is null ? this : new MediaMark(source, holder.Hold(source)) { Text = Text };
}
