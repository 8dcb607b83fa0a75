using System.Buffers;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>
/// Splits a body of lines: each is a piece; or, of server-sent events, the data of each
/// (<see href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation"/>).
/// </summary>
internal sealed class LineSplitter(IPieceReader reader, bool isEventStream) : PieceSplitter(reader)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _endedWithReturn;

    public override void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var rest = _endedWithReturn && bytes[0] == '\n' ? bytes[1..] : bytes;
        _endedWithReturn = bytes[^1] == '\r';
        Split(rest);
    }

    // a last line may have no end
    public override void Complete()
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

        KeepOfLine(bytes);
    }

    private void Take(ReadOnlySpan<byte> restOfLine)
    {
        if (_line.WrittenCount == 0)
        {
            TakeLine(restOfLine);
        }
        else
        {
            KeepOfLine(restOfLine);
            TakeLine(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (!isEventStream)
        {
            Keep(line);
            Dispatch();
        }
        else if (line.IsEmpty)
        {
            Dispatch();
        }
        else if (line.StartsWith("data:"u8))
        {
            if (!IsAtStart)
            {
                Keep("\n"u8);
            }

            Keep(line is [_, _, _, _, _, (byte)' ', ..] ? line[6..] : line[5..]);
        }
    }

    private void KeepOfLine(ReadOnlySpan<byte> bytes)
    {
        if (HasRoom(_line, bytes))
        {
            _line.Write(bytes);
        }
    }
}
