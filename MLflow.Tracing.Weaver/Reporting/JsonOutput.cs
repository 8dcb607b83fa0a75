using System.Globalization;

namespace MLflow.Tracing.Weaver.Reporting;

/// <summary>
/// Writes indented JSON. A Fody add-in must bring no dependencies, and the report needs no more than this.
/// The caller sees to it that objects and arrays are closed in order.
/// </summary>
internal sealed class JsonOutput(TextWriter writer)
{
    private int _depth;
    private bool _isFirst = true;

    /// <summary>Opens an object; with a name as a property, without as an element or the root.</summary>
    public void StartObject(string? name = null) => Open(name, '{');

    /// <summary>Closes an object.</summary>
    public void EndObject() => Close('}');

    /// <summary>Opens an array; with a name as a property.</summary>
    public void StartArray(string? name = null) => Open(name, '[');

    /// <summary>Closes an array.</summary>
    public void EndArray() => Close(']');

    /// <summary>Writes a text property, or nothing when it is <see langword="null"/>.</summary>
    public void Property(string name, string? value)
    {
        if (value is not null)
        {
            Next(name);
            Quoted(value);
        }
    }

    /// <summary>Writes a whole number.</summary>
    public void Property(string name, int value)
    {
        Next(name);
        writer.Write(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a number with three decimals.</summary>
    public void Property(string name, double value)
    {
        Next(name);
        writer.Write(value.ToString("0.###", CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a boolean.</summary>
    public void Property(string name, bool value)
    {
        Next(name);
        writer.Write(value ? "true" : "false");
    }

    /// <summary>Writes a text as an element of an array.</summary>
    public void Element(string value)
    {
        Next(null);
        Quoted(value);
    }

    private void Open(string? name, char bracket)
    {
        Next(name);
        writer.Write(bracket);
        _depth++;
        _isFirst = true;
    }

    private void Close(char bracket)
    {
        _depth--;
        if (!_isFirst)
        {
            NewLine();
        }

        writer.Write(bracket);
        _isFirst = false;
    }

    private void Next(string? name)
    {
        if (!_isFirst)
        {
            writer.Write(',');
        }

        if (_depth > 0)
        {
            NewLine();
        }

        _isFirst = false;
        if (name is not null)
        {
            Quoted(name);
            writer.Write(": ");
        }
    }

    // Always a line feed: the same input gives the same bytes on every system.
    private void NewLine()
    {
        writer.Write('\n');
        for (var level = 0; level < _depth; level++)
        {
            writer.Write("  ");
        }
    }

    private void Quoted(string value)
    {
        writer.Write('"');
        for (var index = 0; index < value.Length; index++)
        {
            var character = value[index];
            switch (character)
            {
                case '"':
                    writer.Write("\\\"");
                    break;
                case '\\':
                    writer.Write(@"\\");
                    break;
                case '\n':
                    writer.Write(@"\n");
                    break;
                case '\r':
                    writer.Write(@"\r");
                    break;
                case '\t':
                    writer.Write(@"\t");
                    break;
                default:
                    if (NeedsEscape(value, index))
                    {
                        writer.Write(@"\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        writer.Write(character);
                    }

                    break;
            }
        }

        writer.Write('"');
    }

    // Half a surrogate pair, which obfuscators put into names, cannot be encoded as UTF-8. U+2028 and U+2029 end lines in JavaScript.
    private static bool NeedsEscape(string value, int index)
    {
        var character = value[index];
        if (char.IsSurrogate(character))
        {
            var isPaired = char.IsHighSurrogate(character)
                ? index + 1 < value.Length && char.IsLowSurrogate(value[index + 1])
                : index > 0 && char.IsHighSurrogate(value[index - 1]);
            return !isPaired;
        }

        return char.IsControl(character) || character is '\u2028' or '\u2029';
    }
}
