using System.Buffers;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>
/// Splits a body into the pieces in it, as its bytes pass: lines of JSON, or the data of server-sent events
/// (<see href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation"/>). Lines may be split anywhere.
/// </summary>
internal sealed class PieceSplitter(IPieceReader reader, bool isEventStream)
{
    /// <summary>A line or an event with more bytes is left out.</summary>
    private const int Limit = 16 << 20;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _endedWithReturn;
    private bool _isTooLong;

    /// <summary>Pieces that were longer than can be kept.</summary>
    public int TooLong { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var rest = _endedWithReturn && bytes[0] == '\n' ? bytes[1..] : bytes;
        _endedWithReturn = bytes[^1] == '\r';
        Split(rest);
    }

    /// <summary>What is left when the body has ended: a last piece without an end of line.</summary>
    public void Complete()
    {
        if (_line.WrittenCount > 0)
        {
            Take([]);
        }

        Dispatch();
    }

    private void Split(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end)
        {
            Take(bytes[..end]);
            bytes = bytes[end] == '\r' && bytes.Length > end + 1 && bytes[end + 1] == '\n' ? bytes[(end + 2)..] : bytes[(end + 1)..];
        }

        Keep(_line, bytes);
    }

    private void Take(ReadOnlySpan<byte> restOfLine)
    {
        if (_line.WrittenCount == 0)
        {
            TakeLine(restOfLine);
        }
        else
        {
            Keep(_line, restOfLine);
            TakeLine(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (!isEventStream)
        {
            Keep(_data, line);
            Dispatch();
        }
        else if (line.IsEmpty)
        {
            Dispatch();
        }
        else if (line.StartsWith("data:"u8))
        {
            var value = line is [_, _, _, _, _, (byte)' ', ..] ? line[6..] : line[5..];
            if (_data.WrittenCount > 0)
            {
                Keep(_data, "\n"u8);
            }

            Keep(_data, value);
        }
    }

    private void Dispatch()
    {
        if (_isTooLong)
        {
            TooLong++;
        }
        else if (_data.WrittenCount > 0)
        {
            reader.Read(_data.WrittenSpan);
        }

        _isTooLong = false;
        _data.ResetWrittenCount();
    }

    private void Keep(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> bytes)
    {
        if (kept.WrittenCount + bytes.Length > Limit)
        {
            _isTooLong = true;
            kept.ResetWrittenCount();
        }
        else if (!bytes.IsEmpty)
        {
            kept.Write(bytes);
        }
    }
}
