using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture;

/// <summary>A growing buffer of JSON characters. Strings are escaped exactly as Newtonsoft.Json does by default.</summary>
internal sealed class JsonBuffer
{
    // small enough to keep one a thread, large enough for nearly every value
    private const int KeptLength = 32 * 1024;
    private const int FirstLength = 1024;
    private const int LongestScalar = 64;

#if !NETSTANDARD2_0
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\u007f");
#endif

    private char[] _characters = new char[FirstLength];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<char> Span => _characters.AsSpan(0, _length);

    public char[] Buffer => _characters;

    public void Clear()
    {
        _length = 0;
        if (_characters.Length > KeptLength)
        {
            ArrayPool<char>.Shared.Return(_characters);
            _characters = new char[FirstLength];
        }
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => _length = length;

    public override string ToString() => new(_characters, 0, _length);

    public string ToString(int start) => new(_characters, start, _length - start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(char character)
    {
        if (_length == _characters.Length)
        {
            Grow(1);
        }

        _characters[_length++] = character;
    }

    public void Append(string text)
    {
        Reserve(text.Length);
        text.CopyTo(0, _characters, _length, text.Length);
        _length += text.Length;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_characters.AsSpan(_length));
        _length += text.Length;
    }

#if NETSTANDARD2_0
    /// <summary>Appends a value's invariant text, unquoted.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable
        => Append(value.ToString(format, CultureInfo.InvariantCulture));
#else
    /// <summary>Appends a value's invariant text, unquoted.</summary>
    public void AppendFormatted<T>(T value, ReadOnlySpan<char> format = default)
        where T : ISpanFormattable
    {
        Reserve(LongestScalar);
        int written;
        while (!value.TryFormat(_characters.AsSpan(_length), out written, format, CultureInfo.InvariantCulture))
        {
            Grow(_characters.Length);
        }

        _length += written;
    }
#endif

    /// <summary>Appends a JSON string; past <paramref name="limit"/> characters of this buffer it is cut, and says by how much.</summary>
    public void AppendString(ReadOnlySpan<char> value, int limit = int.MaxValue)
    {
        var room = Math.Max(limit - _length, 0);
        Append('"');
#if !NETSTANDARD2_0
        if (value.Length <= room && value.IndexOfAnyExcept(s_plain) < 0)
        {
            Append(value);
            Append('"');
            return;
        }
#endif
        var consumed = AppendEscaped(value, room > int.MaxValue - _length ? int.MaxValue : _length + room);
        if (consumed < value.Length)
        {
            Append("… (+");
            AppendFormatted(value.Length - consumed);
            Append(" characters)");
        }

        Append('"');
    }

    private static bool IsPlain(char character)
        => character is >= ' ' and not ('"' or '\\' or '\u0085' or '\u2028' or '\u2029');

    private int AppendEscaped(ReadOnlySpan<char> value, int limit)
    {
        for (var i = 0; i < value.Length; i++)
        {
#if !NETSTANDARD2_0
            i += AppendPlain(value[i..], limit);
            if (i == value.Length)
            {
                break;
            }
#endif
            var character = value[i];
            if (_length >= limit || (_length == limit - 1 && char.IsHighSurrogate(character)))
            {
                return i;
            }

            if (IsPlain(character))
            {
                Append(character);
            }
            else
            {
                AppendEscape(character);
            }
        }

        return value.Length;
    }

#if !NETSTANDARD2_0
    /// <summary>Appends what needs no look at each character, and says how much that was.</summary>
    private int AppendPlain(ReadOnlySpan<char> value, int limit)
    {
        var length = value.IndexOfAnyExcept(s_plain);
        length = Math.Min(length < 0 ? value.Length : length, Math.Max(limit - _length, 0));
        if (length > 0)
        {
            Append(value[..length]);
        }

        return length;
    }
#endif

    private void AppendEscape(char character)
    {
        Append('\\');
        switch (character)
        {
            case '"' or '\\': Append(character); break;
            case '\b': Append('b'); break;
            case '\t': Append('t'); break;
            case '\n': Append('n'); break;
            case '\f': Append('f'); break;
            case '\r': Append('r'); break;
            default:
                Append('u');
                AppendFormatted((int)character, "x4");
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (_characters.Length - _length < count)
        {
            Grow(count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        // what is too large to be kept is borrowed
        var length = Math.Max(_characters.Length * 2, _length + count);
        var larger = length > KeptLength ? ArrayPool<char>.Shared.Rent(length) : new char[length];
        _characters.AsSpan(0, _length).CopyTo(larger);
        if (_characters.Length > KeptLength)
        {
            ArrayPool<char>.Shared.Return(_characters);
        }

        _characters = larger;
    }
}
