using System.Text.RegularExpressions;

namespace Quickstart.Retrieval;

/// <summary>Takes a paragraph apart into sentences.</summary>
internal static partial class Sentences
{
    public static IReadOnlyList<string> Split(string paragraph)
        => [.. Boundary().Split(paragraph).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0)];

    // a full stop inside a name (Span.End), a number (1.5) or an abbreviation (e.g. this) ends no sentence
    [GeneratedRegex(@"(?<=[.!?][)""'`]?)(?<!\b(e\.g|i\.e|etc|cf|vs)\.)\s+(?=[^\p{Ll}])", RegexOptions.ExplicitCapture)]
    private static partial Regex Boundary();
}
