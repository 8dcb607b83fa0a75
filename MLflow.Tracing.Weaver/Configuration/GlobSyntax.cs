using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The grammar of patterns: checks a glob and translates it to an anchored regular expression.</summary>
internal static class GlobSyntax
{
    private const string RegexPrefix = "regex:";
    private const string Start = @"\A(?:";

    // Not '$', which would also match before a last line break.
    private const string End = @")\z";

    /// <summary>Whether the text is a regular expression and no glob.</summary>
    public static bool IsRegex(string text) => text.StartsWith(RegexPrefix, StringComparison.Ordinal);

    /// <summary>Translates a pattern; <see langword="null"/> and a problem when it is malformed.</summary>
    public static string? ToRegex(string text, out DiagnosticText? problem)
    {
        problem = null;
        if (IsRegex(text))
        {
            return TranslateRegex(text.Substring(RegexPrefix.Length), out problem);
        }

        var alternatives = new List<string>();
        foreach (var alternative in text.Split('|'))
        {
            var fault = TranslateAlternative(alternative.Trim(), alternatives);
            if (fault is not null)
            {
                problem = fault;
                return null;
            }
        }

        return Start + string.Join("|", alternatives) + End;
    }

    /// <summary>The expression of a translated pattern as the user wrote it after <c>regex:</c>.</summary>
    public static string WithoutAnchors(string translated) => translated.Substring(Start.Length, translated.Length - Start.Length - End.Length);

    private static string? TranslateRegex(string expression, out DiagnosticText? problem)
    {
        problem = null;
        if (expression.Length == 0)
        {
            problem = PatternTexts.NoExpression();
            return null;
        }

        try
        {
            // Alone, before the anchors go around it: 'a)|(b' would pair its parentheses with ours and escape them.
            _ = new Regex(expression, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException exception)
        {
            problem = PatternTexts.NoRegularExpression(exception.Message);
            return null;
        }

        return Start + expression + End;
    }

    private static DiagnosticText? TranslateAlternative(string glob, List<string> translated)
    {
        if (glob.Length == 0)
        {
            return PatternTexts.EmptyAlternative();
        }

        var fault = ForbiddenCharacter(glob);
        if (fault is not null)
        {
            return fault;
        }

        // A leading dot belongs to the first segment: '.ctor' and '.cctor' are names.
        var isSpecialName = glob[0] == '.';
        var segments = (isSpecialName ? glob.Substring(1) : glob).Split('.');
        var expression = new StringBuilder(isSpecialName ? @"\." : "");
        for (var index = 0; index < segments.Length; index++)
        {
            var segment = segments[index];
            if (segment.Length == 0)
            {
                return index == segments.Length - 1 ? PatternTexts.TrailingDot(glob) : PatternTexts.TwoDots();
            }

            if (segment == "**" && index == segments.Length - 1)
            {
                expression.Append(index == 0 ? ".*" : @"(?:\..*)?");
                break;
            }

            if (segment.IndexOf("**", StringComparison.Ordinal) >= 0)
            {
                return PatternTexts.MisplacedDoubleStar();
            }

            expression.Append(index == 0 ? "" : @"\.");
            AppendSegment(segment, expression);
        }

        translated.Add(expression.ToString());
        return null;
    }

    private static void AppendSegment(string segment, StringBuilder expression)
    {
        foreach (var character in segment)
        {
            expression.Append(character switch
            {
                '*' => "[^.]*",
                '?' => "[^.]",
                _ => Regex.Escape(character.ToString()),
            });
        }
    }

    private static DiagnosticText? ForbiddenCharacter(string glob)
    {
        if (glob.IndexOf(RegexPrefix, StringComparison.Ordinal) >= 0)
        {
            return PatternTexts.MisplacedRegex();
        }

        foreach (var character in glob)
        {
            switch (character)
            {
                case '.' or '*' or '?' or '_' or '@' or '$':
                    continue;
                case '`' or '<' or '>':
                    return PatternTexts.GenericMark(character.ToString());
                case '+' or '/':
                    return PatternTexts.NestingMark(character.ToString());
                case ',' or ';':
                    return PatternTexts.OtherSeparator(character.ToString());
            }

            if (!IsIdentifierCharacter(character))
            {
                return PatternTexts.NoNameCharacter(character.ToString());
            }
        }

        return null;
    }

    private static bool IsIdentifierCharacter(char character)
        => char.IsLetterOrDigit(character) || CharUnicodeInfo.GetUnicodeCategory(character) is
            UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format or UnicodeCategory.Surrogate;
}
