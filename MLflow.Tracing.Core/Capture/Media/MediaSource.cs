using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Capture.Media;

/// <summary>A binary value as it was captured: a text in base64, which is not decoded before its trace is put together; or bytes that nobody changes.</summary>
internal sealed class MediaSource
{
    private readonly int _start;

    private MediaSource(object origin, int start, string? contentType, long size)
    {
        Origin = origin;
        Characters = (origin as string)?.Length ?? 0;
        _start = start;
        ContentType = contentType;
        Size = size;
    }

    /// <summary>The object that holds it: a text, an <see cref="Attachment"/> or an array. The same one is the same value.</summary>
    public object Origin { get; }

    /// <summary>What it is; <see langword="null"/> while only the members beside it can tell, if it is media at all.</summary>
    public string? ContentType { get; }

    /// <summary>Bytes; of base64, what its length says.</summary>
    public long Size { get; }

    /// <summary>How long the text is.</summary>
    public int Characters { get; private init; }

    /// <summary>Bytes of memory that it takes until then.</summary>
    public long HeldBytes => Origin is string text ? (long)text.Length * sizeof(char) : Size;

    /// <param name="text">A text that ends with base64.</param>
    /// <param name="start">Where that begins.</param>
    /// <param name="contentType">What it is, if known.</param>
    public static MediaSource OfBase64(string text, int start, string? contentType)
    {
        var end = text.Length;
        while (end > start && text[end - 1] == '=')
        {
            end--;
        }

        return new MediaSource(text, start, contentType, (end - start) * 3L / 4);
    }

    /// <param name="bytes">An array that nobody changes.</param>
    /// <param name="contentType">What it is, if known.</param>
    public static MediaSource OfBytes(byte[] bytes, string? contentType) => new(bytes, 0, contentType ?? MediaTypes.Unknown, bytes.Length);

    public static MediaSource Of(Attachment attachment) => new(attachment, 0, attachment.ContentType, attachment.Bytes.Length);

    /// <summary>The same without the whole text behind it: its beginning, for a span that shows it as a text after all.</summary>
    public MediaSource Shortened(int characters)
        => Origin is string text && text.Length > characters ? new MediaSource(text.Substring(0, characters), _start, ContentType, Size) { Characters = text.Length } : this;

    /// <summary>The bytes; <see langword="null"/> when the text is no base64.</summary>
    public byte[]? Read() => Origin switch
    {
        Attachment attachment => attachment.Bytes,
        byte[] bytes => bytes,
        _ => Decode((string)Origin),
    };

#if NETSTANDARD2_0
    private byte[]? Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text.Substring(_start));
        }
        catch (FormatException)
        {
            return null;
        }
    }
#else
    private byte[]? Decode(string text)
    {
        var bytes = new byte[((text.Length - _start) / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(text.AsSpan(_start), bytes, out var written))
        {
            return null;
        }

        Array.Resize(ref bytes, written);
        return bytes;
    }
#endif
}
