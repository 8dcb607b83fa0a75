using System.Text;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;

namespace MLflow.Tracing.Redaction;

/// <summary>
/// Applies a <see cref="ContentRule"/> to JSON text in one pass. What the rule does not change stays as it was, character by character:
/// numbers keep their digits. JSON inside a text, as the arguments of a tool call are, is looked into as well.
/// </summary>
internal sealed class JsonRewriter
{
    /// <summary>Each level doubles the backslashes; nobody nests texts deeper.</summary>
    private const int MostNestedTexts = 8;

    /// <summary>The shortest number that can be a secret, see <see cref="CardNumbers"/>.</summary>
    private const int ShortestNumber = 13;

    private static readonly string s_standIn = JsonText.Of(ContentRule.StandIn);

    private readonly string _json;
    private readonly ContentRule _rule;
    private readonly int _nesting;
    private readonly List<char> _open = [];
    private StringBuilder? _output;
    private int _copied;
    private int _position;
    private int _renamed;
    private int _withheldFrom = -1;
    private int _withheldDepth;
    private bool _isNameOfPair;
    private int _secretPairDepth = -1;

    private JsonRewriter(string json, ContentRule rule, int nesting)
    {
        _json = json;
        _rule = rule;
        _nesting = nesting;
    }

    private enum Expected
    {
        Value,
        FirstItem,
        Name,
        FirstName,
        Next,
        End,
    }

    /// <summary>A JSON value as the rule wants it; always JSON. A text that is none cannot be looked into and is not to be seen.</summary>
    public static string Rewrite(string json, ContentRule rule)
    {
        var rewriter = new JsonRewriter(json, rule, nesting: 0);
        return rewriter.TryRun() ? rewriter.Result() : s_standIn;
    }

    /// <summary>A plain text as the rule wants it; what is JSON in it stays JSON.</summary>
    public static string RewriteText(string text, ContentRule rule) => RewriteText(text, rule, nesting: 0);

    private static string RewriteText(string text, ContentRule rule, int nesting)
    {
        if (nesting < MostNestedTexts && text.Length > 1 && text[0] is '{' or '[' or '"')
        {
            // As far as it is JSON: the budget of a capture may have cut it.
            var rewriter = new JsonRewriter(text, rule, nesting + 1);
            rewriter.TryRun();
            text = rewriter.Result();
        }

        return rule.Rewrite(text);
    }

    private string Result()
    {
        if (_withheldFrom >= 0)
        {
            Replace(_withheldFrom, _json.Length, s_standIn);
        }

        return _output is null ? _json : _output.Append(_json, _copied, _json.Length - _copied).ToString();
    }

    private bool TryRun()
    {
        var expected = Expected.Value;
        while (true)
        {
            SkipSpace();
            if (_position == _json.Length)
            {
                return expected == Expected.End;
            }

            var character = _json[_position];
            switch (expected)
            {
                case Expected.FirstItem when character == ']':
                case Expected.FirstName when character == '}':
                case Expected.Next when character == _open[_open.Count - 1]:
                    _position++;
                    _open.RemoveAt(_open.Count - 1);
                    _secretPairDepth = _secretPairDepth > _open.Count ? -1 : _secretPairDepth;
                    expected = AfterValue();
                    break;
                case Expected.Value or Expected.FirstItem when character is '{' or '[':
                    _position++;
                    _isNameOfPair = false;
                    _open.Add(character == '{' ? '}' : ']');
                    expected = character == '{' ? Expected.FirstName : Expected.FirstItem;
                    break;
                case Expected.Value or Expected.FirstItem when TryPassScalar(character):
                    expected = AfterValue();
                    break;
                case Expected.Name or Expected.FirstName when character == '"' && TryPassName():
                    expected = Expected.Value;
                    break;
                case Expected.Next when character == ',':
                    _position++;
                    expected = _open[_open.Count - 1] == '}' ? Expected.Name : Expected.Value;
                    break;
                default:
                    return false;
            }
        }
    }

    private Expected AfterValue()
    {
        if (_withheldFrom >= 0 && _open.Count == _withheldDepth)
        {
            Replace(_withheldFrom, _position, s_standIn);
            _withheldFrom = -1;
        }

        return _open.Count == 0 ? Expected.End : Expected.Next;
    }

    private bool TryPassName()
    {
        var start = _position;
        if (!TryPassString())
        {
            return false;
        }

        var end = _position;
        SkipSpace();
        if (_position == _json.Length || _json[_position] != ':')
        {
            return false;
        }

        _position++;
        if (_withheldFrom >= 0)
        {
            return true;
        }

        var name = TextOf(start, end);
        var rewritten = _rule.Rewrite(name);
        if (!ReferenceEquals(rewritten, name) && rewritten != name)
        {
            // Two members of one name would be one for most readers.
            Replace(start, end, JsonText.Of(++_renamed == 1 ? rewritten : $"{rewritten} {_renamed}"));
        }

        // { "key": "Authorization", "value": … }: the name may stand in a member of its own.
        _isNameOfPair = Is(name, "key") || Is(name, "name");
        if (_rule.Withholds(name) || (_secretPairDepth == _open.Count && (Is(name, "value") || Is(name, "values"))))
        {
            SkipSpace();
            _withheldFrom = _position;
            _withheldDepth = _open.Count;
        }

        return true;
    }

    private static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool TryPassScalar(char first)
    {
        var start = _position;
        if (first == '"')
        {
            if (!TryPassString())
            {
                return false;
            }

            if (_withheldFrom < 0)
            {
                var text = TextOf(start, _position);
                _secretPairDepth = _isNameOfPair && _rule.Withholds(text) ? _open.Count : _secretPairDepth;
                _isNameOfPair = false;
                ReplaceIfChanged(start, text, RewriteText(text, _rule, _nesting));
            }

            return true;
        }

        // A number or a word; which words there are does not matter here.
        var isWhole = true;
        while (_position < _json.Length && (char.IsLetterOrDigit(_json[_position]) || _json[_position] is '-' or '+' or '.'))
        {
            isWhole &= _json[_position] is >= '0' and <= '9';
            _position++;
        }

        if (isWhole && _position - start >= ShortestNumber && _withheldFrom < 0)
        {
            var digits = _json.Substring(start, _position - start);
            ReplaceIfChanged(start, digits, _rule.RewriteNumber(digits));
        }

        return _position > start;
    }

    private bool TryPassString()
    {
        for (_position++; _position < _json.Length; _position++)
        {
            switch (_json[_position])
            {
                case '"':
                    _position++;
                    return true;
                case '\\':
                    _position++;
                    break;
            }
        }

        _position = _json.Length;
        return false;
    }

    private string TextOf(int start, int end)
    {
        if (_json.IndexOf('\\', start, end - start) < 0)
        {
            return _json.Substring(start + 1, end - start - 2);
        }

        try
        {
            using var reader = JsonValue.OpenReader(_json.Substring(start, end - start));
            return reader.ReadAsString() ?? string.Empty;
        }
        catch (JsonReaderException)
        {
            return _json.Substring(start + 1, end - start - 2); // an escape that JSON does not know
        }
    }

    private void ReplaceIfChanged(int start, string text, string rewritten)
    {
        if (!ReferenceEquals(rewritten, text) && rewritten != text)
        {
            Replace(start, _position, JsonText.Of(rewritten));
        }
    }

    private void Replace(int start, int end, string replacement)
    {
        _output ??= new StringBuilder(_json.Length);
        _output.Append(_json, _copied, start - _copied).Append(replacement);
        _copied = end;
    }

    private void SkipSpace()
    {
        while (_position < _json.Length && _json[_position] is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }
}
