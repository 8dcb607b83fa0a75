using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MLflow.Tracing.Http.Observation;

/// <summary>A copy of a body as far as it went over the wire, up to a limit.</summary>
/// <param name="mediaType">What it is said to be.</param>
internal sealed class BodyCopy(string? mediaType)
{
    /// <summary>Bytes; of a longer body nothing is kept but its length.</summary>
    private const int Limit = 16 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public long Length { get; private set; }

    /// <summary>Bytes that are kept.</summary>
    public long HeldBytes => _bytes.Capacity;

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    private bool IsComplete => Length <= Limit;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (!IsComplete)
        {
            _bytes.Clear();
        }
        else if (!bytes.IsEmpty)
        {
            _bytes.Write(bytes);
        }
    }

    /// <summary>A body that is sent again begins anew.</summary>
    public void Restart()
    {
        Length = 0;
        _bytes.ResetWrittenCount();
    }

    /// <summary>The body as JSON, good as long as nothing is added; or <see langword="null"/> when it is none, or too long.</summary>
    public JsonDocument? ParseJson()
    {
        try
        {
            return IsComplete ? JsonDocument.Parse(Bytes) : null;
        }
        catch (JsonException)
        {
            // shown as the text that it is
            return null;
        }
    }

    /// <summary>The body as text; of one that is none, or too long, what it is and its length.</summary>
    public string ToText()
    {
        if (IsComplete)
        {
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes.Span);
            }
            catch (DecoderFallbackException)
            {
                // an image, a sound, a form with files
            }
        }

        return mediaType is null ? $"<{Length} bytes>" : $"<{mediaType}, {Length} bytes>";
    }
}
