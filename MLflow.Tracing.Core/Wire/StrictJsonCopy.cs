using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>
/// The fast way of <see cref="AnyValueWriter"/>: copies JSON text as it is usually written straight into protobuf, without a reader of Newtonsoft's, which costs a dozen times as much for a short
/// text. It gives up at whatever is unusual or wrong; the reader then says what it means.
/// </summary>
internal struct StrictJsonCopy
{
    /// <summary>Fewer digits than the largest number of 64 bits has.</summary>
    private const int MaxDigits = 18;

    /// <summary>A <see cref="double"/> holds any number of as many digits.</summary>
    private const int MaxExactDigits = 15;

    private static readonly double[] s_powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private static readonly char[] s_endOrEscape = ['"', '\\'];

    private readonly ProtobufWriter _output;
    private readonly string _json;
    private int _at;

    private StrictJsonCopy(ProtobufWriter output, string json)
    {
        _output = output;
        _json = json;
        _at = 0;
    }

    /// <summary>Writes the text as the message <c>AnyValue</c>.</summary>
    /// <returns>False when it gave up; what was written until then is to be taken back.</returns>
    public static bool TryWrite(ProtobufWriter output, int field, string json)
    {
        var copy = new StrictJsonCopy(output, json);
        return copy.TryValue(field, nesting: 0) && copy.Peek() == '\0' && copy._at == json.Length;
    }

    private bool TryValue(int field, int nesting)
    {
        var value = _output.StartMessage(field);
        var isCopied = Peek() switch
        {
            '"' => TryText(AnyValueWriter.StringValue),
            '{' => nesting < AnyValueWriter.MaxNesting && TryObject(nesting + 1),
            '[' => nesting < AnyValueWriter.MaxNesting && TryArray(nesting + 1),
            't' => TryWord("true") && WriteBool(true),
            'f' => TryWord("false") && WriteBool(false),
            'n' => TryWord("null"),
            '-' or (>= '0' and <= '9') => TryNumber(),
            _ => false,
        };
        _output.EndMessage(value);
        return isCopied;
    }

    private bool TryObject(int nesting)
    {
        var list = _output.StartMessage(AnyValueWriter.KvlistValue);
        _at++;
        if (!TryTake('}'))
        {
            do
            {
                var pair = _output.StartMessage(AnyValueWriter.Values);
                if (Peek() != '"' || !TryText(1) || !TryTake(':') || !TryValue(2, nesting))
                {
                    return false;
                }

                _output.EndMessage(pair);
            }
            while (TryTake(','));

            if (!TryTake('}'))
            {
                return false;
            }
        }

        _output.EndMessage(list);
        return true;
    }

    private bool TryArray(int nesting)
    {
        var list = _output.StartMessage(AnyValueWriter.ArrayValue);
        _at++;
        if (!TryTake(']'))
        {
            do
            {
                if (!TryValue(AnyValueWriter.Values, nesting))
                {
                    return false;
                }
            }
            while (TryTake(','));

            if (!TryTake(']'))
            {
                return false;
            }
        }

        _output.EndMessage(list);
        return true;
    }

    /// <summary>A text with its quotes, without any character by its number.</summary>
    private bool TryText(int field)
    {
        var start = ++_at;
        StringBuilder? unescaped = null;
        while ((_at = _json.IndexOfAny(s_endOrEscape, start)) >= 0)
        {
            if (_json[_at] == '"')
            {
                if (unescaped is null)
                {
                    _output.WriteString(field, _json, start, _at++ - start);
                }
                else
                {
                    _output.WriteString(field, unescaped.Append(_json, start, _at++ - start).ToString());
                }

                return true;
            }

            if (_at + 1 >= _json.Length || Unescaped(_json[_at + 1]) is not { } character)
            {
                break;
            }

            unescaped = (unescaped ?? new StringBuilder()).Append(_json, start, _at - start).Append(character);
            start = _at + 2;
        }

        return false;
    }

    private static char? Unescaped(char escape) => escape switch
    {
        '"' or '\\' or '/' => escape,
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        _ => null,
    };

    /// <summary>An integer of up to 18 digits, or a decimal number that is exactly the quotient of two others that a <see cref="double"/> holds exactly, and so needs no parser.</summary>
    private bool TryNumber()
    {
        var isNegative = _json[_at] == '-';
        _at += isNegative ? 1 : 0;
        var number = 0L;
        var digits = _at;
        ReadDigits(ref number, MaxDigits + 1);
        var count = _at - digits;
        if (count is 0 or > MaxDigits || (_json[digits] == '0' && count > 1))
        {
            return false;
        }

        if (_at == _json.Length || _json[_at] is not ('.' or 'e' or 'E'))
        {
            _output.WriteInt64(AnyValueWriter.IntValue, isNegative ? -number : number);
            return !isNegative || number != 0;
        }

        var point = _at++;
        ReadDigits(ref number, MaxDigits + 1);
        var decimals = _at - point - 1;
        if (_json[point] != '.' || decimals == 0 || count + decimals > MaxExactDigits || (_at < _json.Length && _json[_at] is 'e' or 'E'))
        {
            return false;
        }

        var value = number / s_powersOfTen[decimals];
        _output.WriteDouble(AnyValueWriter.DoubleValue, isNegative ? -value : value);
        return true;
    }

    private void ReadDigits(ref long number, int most)
    {
        for (var end = Math.Min(_json.Length, _at + most); _at < end && IsDigit(_json[_at]); _at++)
        {
            number = unchecked((10 * number) + (_json[_at] - '0'));
        }
    }

    private bool TryWord(string word)
    {
        if (string.CompareOrdinal(_json, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private readonly bool WriteBool(bool value)
    {
        _output.WriteBool(AnyValueWriter.BoolValue, value);
        return true;
    }

    private bool TryTake(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>The next character that is no white space; NUL at the end.</summary>
    private char Peek() => _at < _json.Length && _json[_at] is > ' ' and var next ? next : PeekAfterSpace();

    private char PeekAfterSpace()
    {
        while (_at < _json.Length && _json[_at] is ' ' or '\n' or '\r' or '\t')
        {
            _at++;
        }

        return _at < _json.Length ? _json[_at] : '\0';
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
