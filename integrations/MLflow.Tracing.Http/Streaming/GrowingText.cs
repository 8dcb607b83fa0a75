using System.Buffers;
using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>A text that arrives in pieces, as UTF-8, up to a limit.</summary>
internal sealed class GrowingText
{
    /// <summary>Bytes; what comes after them is cut, and the cut is marked.</summary>
    public const int Limit = 1 << 20;

    private const string CutMark = "...[truncated]";

    private byte[] _buffer = [];

    public int Length { get; private set; }

    public bool IsCut { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Whether all of it is one JSON value.</summary>
    public bool IsJson
    {
        get
        {
            var reader = new Utf8JsonReader(Written);
            try
            {
                return reader.Read() && reader.TrySkip() && !reader.Read();
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <param name="reader">On a string.</param>
    public void Append(ref Utf8JsonReader reader)
    {
        // escapes only shorten
        var longest = reader.ValueSpan.Length;
        if (HasRoomFor(longest))
        {
            Length += reader.CopyString(_buffer.AsSpan(Length));
        }
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        if (HasRoomFor(text.Length))
        {
            text.CopyTo(_buffer.AsSpan(Length));
            Length += text.Length;
        }
    }

    /// <summary>Gives its buffer back. It is empty afterwards.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, Length) = ([], 0);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (IsCut)
        {
            writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(Written) + CutMark);
        }
        else
        {
            writer.WriteStringValue(Written);
        }
    }

    // A piece is taken as a whole or not at all, so no character is cut in two.
    private bool HasRoomFor(int length)
    {
        IsCut |= Length + length > Limit;
        if (IsCut)
        {
            return false;
        }

        if (Length + length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + length, _buffer.Length * 2));
            Written.CopyTo(larger);
            (_buffer, var old) = (larger, _buffer);
            ArrayPool<byte>.Shared.Return(old);
        }

        return true;
    }
}
