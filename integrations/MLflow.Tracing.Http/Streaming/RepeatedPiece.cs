using System.Buffers;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>
/// The last piece of a stream, if all it did that it would not do again was to add to one text. The next one differs from it in that text alone, as a rule, and then need not be parsed.
/// </summary>
internal sealed class RepeatedPiece
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _piece = new();
    private GrowingText? _text;
    private int _start;
    private int _end;
    private bool _isRepeatable;

    /// <summary>Adds to the text, if a piece is like the last one.</summary>
    public bool TryAppend(ReadOnlySpan<byte> json)
    {
        if (_text is null)
        {
            return false;
        }

        var before = _piece.WrittenSpan[.._start];
        var after = _piece.WrittenSpan[_end..];
        if (json.Length < before.Length + after.Length || !json.StartsWith(before) || !json.EndsWith(after))
        {
            return false;
        }

        var text = json[before.Length..^after.Length];
        if (!IsText(text))
        {
            return false;
        }

        _text.Append(text);
        return true;
    }

    /// <summary>Another piece is about to be read.</summary>
    public void Begin()
    {
        _text = null;
        _isRepeatable = true;
    }

    /// <summary>The piece adds to a text.</summary>
    /// <param name="piece">All of the piece.</param>
    /// <param name="added">What it adds, in the same memory.</param>
    /// <param name="text">What it adds to.</param>
    public void Adds(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> added, GrowingText text)
    {
        _isRepeatable &= _text is null && piece.Overlaps(added, out _start);
        if (_isRepeatable)
        {
            _text = text;
            _end = _start + added.Length;
            _piece.ResetWrittenCount();
            _piece.Write(piece);
        }
    }

    /// <summary>The piece would do something else, if it came again.</summary>
    public void IsNotRepeatable() => _isRepeatable = false;

    /// <summary>The piece has been read.</summary>
    public void End() => _text = _isRepeatable ? _text : null;

    /// <summary>Whether all of it may stand in a JSON string.</summary>
    private static bool IsText(ReadOnlySpan<byte> escaped)
    {
        while (escaped.IndexOfAny(s_special) is >= 0 and var at)
        {
            var length = escaped[at..] switch
            {
                [(byte)'\\', (byte)'u', var a, var b, var c, var d, ..] when char.IsAsciiHexDigit((char)a) && char.IsAsciiHexDigit((char)b) && char.IsAsciiHexDigit((char)c) && char.IsAsciiHexDigit((char)d) => 6,
                [(byte)'\\', (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t', ..] => 2,
                _ => 0,
            };
            if (length == 0)
            {
                return false;
            }

            escaped = escaped[(at + length)..];
        }

        return true;
    }
}
