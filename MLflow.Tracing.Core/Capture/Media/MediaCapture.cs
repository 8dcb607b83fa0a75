using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Capture.Media;

/// <summary>Takes binary values out of the value that a walker writes, and leaves marks. Does nothing unless somebody holds what it takes.</summary>
internal sealed class MediaCapture
{
    private readonly List<MediaMark> _marks = [];
    private CapturePolicy? _policy;
    private IAttachmentHolder? _holder;

    public bool IsActive => _holder is not null && _policy!.ExtractsMedia;

    public void Begin(CapturePolicy policy, IAttachmentHolder? holder)
    {
        _policy = policy;
        _holder = holder;
    }

    public void End()
    {
        _policy = null;
        _holder = null;
        _marks.Clear();
    }

    /// <summary>The marks left; empty for nearly every value.</summary>
    public MediaMark[] Marks => _marks.Count == 0 ? [] : _marks.ToArray();

    /// <summary>Takes a text out if it is media.</summary>
    public bool TryTake(JsonBuffer json, string text)
    {
        if (!IsActive || MediaText.Read(text, json.Span) is not { } source)
        {
            return false;
        }

        Take(json, source);
        return true;
    }

    /// <summary>Takes out bytes that are too many to be shown; they are copied, for they may change.</summary>
    public bool TryTake(JsonBuffer json, ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (!IsActive)
        {
            return false;
        }

        if (IsTooLarge(bytes.Length, contentType))
        {
            LeaveOut(json, contentType ?? MediaTypes.Unknown, bytes.Length);
        }
        else
        {
            Take(json, MediaSource.OfBytes(bytes.ToArray(), contentType));
        }

        return true;
    }

    /// <summary>Takes out what the program wants taken out.</summary>
    public void Take(JsonBuffer json, Attachment attachment) => Take(json, MediaSource.Of(attachment));

    private static void LeaveOut(JsonBuffer json, string contentType, long size) => json.AppendString(MediaMark.StandIn(contentType, size).AsSpan());

    private void Take(JsonBuffer json, MediaSource source)
    {
        var held = IsTooLarge(source.Size, source.ContentType) ? null : _holder?.Hold(source);
        if (held is null && source.ContentType is { } contentType)
        {
            LeaveOut(json, contentType, source.Size);
            return;
        }

        // One that is not kept, and of no known type, may turn out to be an ordinary text: then its beginning is shown.
        var mark = new MediaMark(held is null ? source.Shortened(_policy!.MaxCharacters) : source, held);
        _marks.Add(mark);
        json.AppendString(mark.Text.AsSpan());
    }

    private bool IsTooLarge(long size, string? contentType)
    {
        if (_policy is null || size <= _policy.MaxAttachmentBytes)
        {
            return false;
        }

        _policy.Diagnostics.Report(AttachmentComplaints.TooLarge(
            contentType ?? MediaTypes.Unknown, size.ToString(CultureInfo.InvariantCulture), _policy.MaxAttachmentBytes.ToString(CultureInfo.InvariantCulture)));
        return true;
    }
}
