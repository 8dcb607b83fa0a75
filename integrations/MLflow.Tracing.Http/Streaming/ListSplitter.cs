namespace MLflow.Tracing.Http.Streaming;

/// <summary>Splits a body that is a list of JSON objects, or has them one after the other: each is a piece.</summary>
internal sealed class ListSplitter(IPieceReader reader) : PieceSplitter(reader)
{
    private int _depth;
    private bool _isInText;
    private bool _isEscaped;

    public override void Add(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        for (var at = Next(bytes, 0); at < bytes.Length; at = Next(bytes, at + 1))
        {
            switch (bytes[at])
            {
                case (byte)'\\' when _isInText:
                    // what it escapes may be the first byte of the next part
                    at++;
                    _isEscaped = at == bytes.Length;
                    break;
                case (byte)'"' when _depth > 0:
                    _isInText = !_isInText;
                    break;
                case (byte)'{' when !_isInText:
                    start = _depth++ == 0 ? at : start;
                    break;
                case (byte)'}' when !_isInText && _depth > 0 && --_depth == 0:
                    Keep(bytes[start..(at + 1)]);
                    Dispatch();
                    break;
                default:
                    break;
            }
        }

        if (_depth > 0)
        {
            Keep(bytes[start..]);
        }
    }

    public override void Complete() => Dispatch();

    private int Next(ReadOnlySpan<byte> bytes, int from)
    {
        if (_isEscaped && from < bytes.Length)
        {
            _isEscaped = false;
            from++;
        }

        var rest = from < bytes.Length ? bytes[from..] : default;
        var next = _isInText ? rest.IndexOfAny((byte)'"', (byte)'\\') : rest.IndexOfAny((byte)'{', (byte)'}', (byte)'"');
        return next < 0 ? bytes.Length : from + next;
    }
}
