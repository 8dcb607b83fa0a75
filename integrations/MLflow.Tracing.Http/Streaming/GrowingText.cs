using System.Buffers;
using System.Text;
using System.Text.Json;
using MLflow.Tracing.Capture;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>A text that arrives in pieces, kept as the JSON string that it is: a character that is cut in two by its escapes is whole again where the pieces meet.</summary>
internal sealed class GrowingText(AnswerState answer)
{
    private static readonly byte[] s_cutMark = Encoding.UTF8.GetBytes(CutText.StreamMark);

    private byte[] _json = [];
    private int _length;
    private bool _isCut;

    private ReadOnlySpan<byte> Escaped => _length == 0 ? default : _json.AsSpan(1, _length - 1);

    /// <param name="escaped">Text as it is in JSON. A piece is taken as a whole or not at all, so no character is cut in two.</param>
    public void Append(ReadOnlySpan<byte> escaped)
    {
        _isCut = _isCut || !answer.HasRoomForText(escaped.Length);
        if (!_isCut)
        {
            Write(escaped);
        }
    }

    public void Append(GrowingText more) => Append(more.Escaped);

    /// <summary>What the text says, if all of it is one JSON value.</summary>
    public byte[]? ReadAsJson()
    {
        if (_isCut || _length == 0)
        {
            return null;
        }

        Write("\""u8);
        var text = new byte[_length];
        try
        {
            var reader = new Utf8JsonReader(_json.AsSpan(0, _length));
            reader.Read();
            Array.Resize(ref text, reader.CopyString(text));
            reader = new Utf8JsonReader(text);
            return reader.Read() && reader.TrySkip() && !reader.Read() ? text : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // begun and not ended, or no JSON at all: it stays a text
            return null;
        }
        finally
        {
            _length--;
        }
    }

    /// <summary>Gives its buffer back. It is empty afterwards.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_json);
        (_json, _length) = ([], 0);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        var length = _length;
        Write(_isCut ? s_cutMark : default);
        Write("\""u8);
        writer.WriteRawValue(_json.AsSpan(0, _length), skipInputValidation: true);
        _length = length;
    }

    private void Write(ReadOnlySpan<byte> escaped)
    {
        var needed = Math.Max(_length, 1) + escaped.Length;
        if (needed > _json.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _json.Length * 2));
            _json.AsSpan(0, _length).CopyTo(larger);
            (_json, var old) = (larger, _json);
            ArrayPool<byte>.Shared.Return(old);
        }

        if (_length == 0)
        {
            _json[_length++] = (byte)'"';
        }

        escaped.CopyTo(_json.AsSpan(_length));
        _length += escaped.Length;
    }
}
