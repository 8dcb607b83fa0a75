using System.Text.RegularExpressions;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>A compiled name pattern: a glob, several globs, or an anchored regular expression. Immutable and thread-safe.</summary>
/// <remarks>
/// Names are matched segment by segment, segments end at dots: <c>*</c> is any run of characters within one segment, <c>?</c> is one,
/// a last segment <c>**</c> is what stands before it and everything below, <c>|</c> separates alternatives,
/// and <c>regex:</c> turns the whole text into a regular expression that must match the whole name.
/// </remarks>
internal sealed class GlobPattern
{
    // A name has a few dozen characters: whoever needs longer has written an expression that backtracks without end.
    private const int MatchTimeoutMilliseconds = 1000;

    private readonly Regex _expression;

    private GlobPattern(string text, Regex expression)
    {
        Text = text;
        _expression = expression;
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern can match more than the names it spells out.</summary>
    public bool HasWildcard => Text.IndexOfAny(['*', '?']) >= 0 || GlobSyntax.IsRegex(Text);

    /// <summary>Compiles a pattern.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="ignoreCase">Whether upper and lower case are the same; parameter names only.</param>
    /// <param name="problem">What is wrong with it and what to write instead, when the result is <see langword="null"/>.</param>
    public static GlobPattern? TryParse(string text, bool ignoreCase, out DiagnosticText? problem)
    {
        var translated = GlobSyntax.ToRegex(text, out problem);
        if (translated is null)
        {
            return null;
        }

        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        return new GlobPattern(text, new Regex(translated, options, TimeSpan.FromMilliseconds(MatchTimeoutMilliseconds)));
    }

    /// <summary>Whether a name matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">A <c>regex:</c> pattern backtracks without end; the engine reports it as an error of the configuration.</exception>
    public bool IsMatch(string name) => _expression.IsMatch(name);

    /// <inheritdoc />
    public override string ToString() => Text;
}
