using System.Globalization;
using System.Text.RegularExpressions;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Reading;

/// <summary>
/// The part of MLflow's search filter that is evaluated on this machine: comparisons of one field with one value, joined by AND. Texts compare by
/// <c>= != LIKE ILIKE IN, NOT IN, IS NULL, IS NOT NULL</c>, numbers by <c>= != &gt; &gt;= &lt; &lt;=</c>. As in SQL, what a trace lacks matches <c>IS NULL</c> and nothing else.
/// </summary>
internal sealed class TraceFilter
{
    private const string Example = "Write comparisons joined by AND, for example: attributes.status = 'OK' AND tags.env = 'prod' AND timestamp_ms > 1700000000000";

    private static readonly Regex s_token = new(
        """\G\s*(?:(?<text>'[^']*'|"[^"]*")|(?<number>-?\d+(?:\.\d+)?)|(?<sign>!=|>=|<=|=|<|>|[(),])|(?<word>[A-Za-z_]\w*(?:\.(?:`[^`]*`|"[^"]*"|[\w./-]+))?))\s*""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    private readonly string _filter;
    private readonly List<Func<TraceInfo, bool>> _conditions = [];
    private Match _token = Match.Empty;

    private TraceFilter(string filter) => _filter = filter;

    /// <summary>Reads a filter.</summary>
    /// <param name="filter"><see langword="null"/> or nothing matches every trace.</param>
    /// <exception cref="ArgumentException">It is no filter.</exception>
    /// <exception cref="NotSupportedException">It asks for something that only a server can find.</exception>
    public static TraceFilter Parse(string? filter)
    {
        var parsed = new TraceFilter(filter ?? string.Empty);
        if (parsed._filter.Trim().Length == 0)
        {
            return parsed;
        }

        parsed.Advance();
        do
        {
            parsed._conditions.Add(parsed.ReadCondition());
        }
        while (parsed.TryTake("AND"));

        return parsed._token.Success ? throw parsed.Wrong("'AND' or the end") : parsed;
    }

    public bool Matches(TraceInfo info) => _conditions.TrueForAll(condition => condition(info));

    private Func<TraceInfo, bool> ReadCondition()
    {
        var field = TraceField.Parse(Take("word", "a field"));
        return field.Number is { } number ? ReadNumberCondition(number) : ReadTextCondition(field.Text!);
    }

    private Func<TraceInfo, bool> ReadNumberCondition(Func<TraceInfo, long> number)
    {
        var sign = Take("sign", "one of = != > >= < <=, since the field is a number");
        var value = ReadNumber();
        return sign switch
        {
            "=" => info => number(info) == value,
            "!=" => info => number(info) != value,
            ">" => info => number(info) > value,
            ">=" => info => number(info) >= value,
            "<" => info => number(info) < value,
            "<=" => info => number(info) <= value,
            _ => throw Wrong("one of = != > >= < <="),
        };
    }

    private Func<TraceInfo, bool> ReadTextCondition(Func<TraceInfo, string?> text)
    {
        const string Operators = "one of = != LIKE ILIKE IN, NOT IN, IS NULL, IS NOT NULL, since the field is a text";
        if (TryTake("IS"))
        {
            var isWanted = TryTake("NOT");
            Expect("NULL");
            return info => text(info) is not null == isWanted;
        }

        var isIn = !TryTake("NOT");
        if (!isIn || IsAt("IN"))
        {
            Expect("IN");
            var values = ReadList();
            return info => text(info) is { } value && values.Contains(value) == isIn;
        }

        var sign = _token.Value.Trim().ToUpperInvariant();
        if (sign == "RLIKE")
        {
            throw new NotSupportedException("A folder store does not search by RLIKE. Use LIKE or ILIKE, or push its traces to an MLflow server.");
        }

        if (sign is not ("=" or "!=" or "LIKE" or "ILIKE"))
        {
            throw Wrong(Operators);
        }

        Advance();
        var wanted = ReadText();
        return sign switch
        {
            "=" => info => text(info) == wanted,
            "!=" => info => text(info) is { } value && value != wanted,
            _ => Like(text, wanted, sign == "LIKE" ? RegexOptions.None : RegexOptions.IgnoreCase),
        };
    }

    private static Func<TraceInfo, bool> Like(Func<TraceInfo, string?> text, string pattern, RegexOptions options)
    {
        var regex = new Regex(
            $@"\A{Regex.Escape(pattern).Replace("%", ".*").Replace("_", ".")}\z",
            options | RegexOptions.Singleline | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        return info => text(info) is { } value && regex.IsMatch(value);
    }

    private HashSet<string> ReadList()
    {
        Expect("(");
        var values = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            values.Add(ReadText());
        }
        while (TryTake(","));

        Expect(")");
        return values;
    }

    private decimal ReadNumber()
    {
        if (!decimal.TryParse(_token.Groups["number"].Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong("a number of at most 28 digits");
        }

        Advance();
        return number;
    }

    private string ReadText()
    {
        var quoted = Take("text", "a text in quotes");
        return quoted.Substring(1, quoted.Length - 2);
    }

    private string Take(string kind, string expected)
    {
        var value = _token.Groups[kind] is { Success: true } group ? group.Value : throw Wrong(expected);
        Advance();
        return value;
    }

    private bool IsAt(string word) => _token.Success && _token.Value.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool TryTake(string word)
    {
        var isAt = IsAt(word);
        if (isAt)
        {
            Advance();
        }

        return isAt;
    }

    private void Expect(string word)
    {
        if (!TryTake(word))
        {
            throw Wrong($"'{word}'");
        }
    }

    private void Advance()
    {
        var end = _token.Index + _token.Length;
        _token = s_token.Match(_filter, end);
        if (!_token.Success && end < _filter.Length)
        {
            throw new ArgumentException($"The filter \"{_filter}\" cannot be read from character {end + 1} on. {Example}");
        }
    }

    private ArgumentException Wrong(string expected)
        => new($"The filter \"{_filter}\" has {(_token.Success ? $"'{_token.Value.Trim()}'" : "its end")} where {expected} should be. {Example}");
}
