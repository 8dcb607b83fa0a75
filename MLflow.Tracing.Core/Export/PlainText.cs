using System.Text;

namespace MLflow.Tracing.Export;

/// <summary>Recorded texts, made fit for a line on a terminal.</summary>
internal static class PlainText
{
    /// <summary>Blanks in place of line breaks and of control characters, which could steer the terminal.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var line = new StringBuilder(text);
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(line[i]) ? ' ' : line[i];
        }

        return line.ToString();
    }

    /// <summary>One line of at most so many characters; never half a surrogate pair.</summary>
    public static string Shorten(string text, int maxLength, string ellipsis)
    {
        if (text.Length <= maxLength)
        {
            return OneLine(text);
        }

        var length = maxLength - ellipsis.Length;
        return OneLine(text.Substring(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)) + ellipsis;
    }
}
