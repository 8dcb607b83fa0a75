using System.Buffers;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Writes compact JSON straight as UTF-8 into a buffer: without the characters in between and the checks of <see cref="JsonTextWriter"/>, which cost several times as much as the bytes. What is called in the wrong order gives wrong JSON.
/// </summary>
/// <param name="output">Where to.</param>
internal sealed class JsonUtf8Writer(PooledBuffer output)
{
    /// <summary>Of one character, as an escape.</summary>
    private const int MostBytesOfCharacter = 6;

    /// <summary>A text is written in pieces, so that no more room is reserved than it takes, by much.</summary>
    private const int PieceCharacters = 4096;

    /// <summary>How many characters ASCII has.</summary>
    private const int Ascii = 128;

    /// <summary>From here on it is cheaper to look for the end of what needs no escape, and to convert that at once, than to go on one by one. JSON text in a text has an escape every few characters.</summary>
    private const int LongRun = 16;

    /// <summary>What some readers of lines take for the end of one, outside ASCII.</summary>
    private const string LineEnds = "\u0085\u2028\u2029";

    /// <summary>Of each character of ASCII, how it is escaped; <see langword="null"/> when it stands for itself.</summary>
    private static readonly byte[]?[] s_escapes = [.. Enumerable.Range(0, Ascii).Select(static code => EscapeOfAscii((char)code))];

#if NET
    private static readonly SearchValues<char> s_escaped = SearchValues.Create([.. Enumerable.Range(0, Ascii).Select(static code => (char)code).Where(static character => s_escapes[character] is not null), .. LineEnds]);
#endif

    private bool _needsComma;

    public void WriteStartObject() => Start('{');

    public void WriteEndObject() => End('}');

    public void WriteStartArray() => Start('[');

    public void WriteEndArray() => End(']');

    public void WritePropertyName(string name)
    {
        Separate();
        WriteText(name);
        output.Add((byte)':');
        _needsComma = false;
    }

    public void WriteValue(string value)
    {
        Separate();
        WriteText(value);
    }

    public void WriteValue(bool value)
    {
        Separate();
        WriteAscii(value ? "true" : "false");
    }

    public void WriteValue(long value)
    {
        Separate();
        WriteAscii(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Any value, as <see cref="JsonTextWriter"/> writes it.</summary>
    public void WriteToken(JToken value)
    {
        Separate();
        var json = value.ToString(Formatting.None);
        output.Advance(Encoding.UTF8.GetBytes(json, 0, json.Length, output.Reserve(Encoding.UTF8.GetMaxByteCount(json.Length)), output.Length));
    }

    private void Start(char bracket)
    {
        Separate();
        output.Add((byte)bracket);
        _needsComma = false;
    }

    private void End(char bracket)
    {
        output.Add((byte)bracket);
        _needsComma = true;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            output.Add((byte)',');
        }

        _needsComma = true;
    }

    private void WriteAscii(string text)
    {
        var bytes = output.Reserve(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            bytes[output.Length + i] = (byte)text[i];
        }

        output.Advance(text.Length);
    }

    private void WriteText(string text)
    {
        output.Add((byte)'"');
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = Math.Min(text.Length, start + PieceCharacters);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            {
                end++;
            }

            WritePiece(text.AsSpan(start, end - start));
        }

        output.Add((byte)'"');
    }

    private void WritePiece(ReadOnlySpan<char> text)
    {
        var bytes = output.Reserve(text.Length * MostBytesOfCharacter).AsSpan(output.Length);
        var at = 0;
        var run = 0;
        for (var next = 0; next < text.Length;)
        {
            var character = text[next];
            if (run == LongRun || (character >= Ascii && !IsLineEnd(character)))
            {
                var rest = text.Slice(next, LengthOfRun(text.Slice(next)));
                at += Utf8(rest, bytes.Slice(at));
                next += rest.Length;
                run = 0;
            }
            else if (EscapeOf(character) is { } escape)
            {
                escape.CopyTo(bytes.Slice(at));
                at += escape.Length;
                next++;
                run = 0;
            }
            else
            {
                bytes[at++] = (byte)character;
                next++;
                run++;
            }
        }

        output.Advance(at);
    }

#if NET
    private static int LengthOfRun(ReadOnlySpan<char> text) => text.IndexOfAny(s_escaped) is >= 0 and var end ? end : text.Length;

    private static int Utf8(ReadOnlySpan<char> text, Span<byte> bytes) => Encoding.UTF8.GetBytes(text, bytes);
#else
    private static int LengthOfRun(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && EscapeOf(text[length]) is null)
        {
            length++;
        }

        return length;
    }

    private static int Utf8(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var encoded = Encoding.UTF8.GetBytes(text.ToArray());
        encoded.CopyTo(bytes);
        return encoded.Length;
    }
#endif

    private static byte[]? EscapeOf(char character) => character < Ascii ? s_escapes[character] : IsLineEnd(character) ? CodeOf(character) : null;

    private static bool IsLineEnd(char character) => LineEnds.Contains(character);

    private static byte[]? EscapeOfAscii(char character) => character switch
    {
        '"' => "\\\""u8.ToArray(),
        '\\' => "\\\\"u8.ToArray(),
        '\n' => "\\n"u8.ToArray(),
        '\r' => "\\r"u8.ToArray(),
        '\t' => "\\t"u8.ToArray(),
        '\b' => "\\b"u8.ToArray(),
        '\f' => "\\f"u8.ToArray(),
        < ' ' => CodeOf(character),
        _ => null,
    };

    private static byte[] CodeOf(char character) => Encoding.ASCII.GetBytes("\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture));
}
