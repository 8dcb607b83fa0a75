using System.Text.RegularExpressions;

namespace Quickstart.Retrieval;

/// <summary>Text to the terms it is found by: lower case, camel case taken apart, without plural endings and words that say nothing.</summary>
internal static partial class Tokenizer
{
    private const int ShortestPlural = 4;

    private static readonly HashSet<string> s_stopWords = new(StringComparer.Ordinal)
    {
        "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "cs", "do", "does", "for", "from", "had", "has", "have",
        "how", "if", "in", "into", "is", "it", "its", "many", "may", "md", "much", "no", "not", "of", "on", "or", "say", "so", "such", "than", "that",
        "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "were", "what", "when", "where", "which", "who",
        "why", "will", "with", "you",
    };

    public static IReadOnlyList<string> Tokenize(string text)
        => [.. Words().Matches(text).Select(match => match.Value.ToLowerInvariant()).Where(word => !s_stopWords.Contains(word)).Select(Singular)];

    private static string Singular(string word)
        => word.Length >= ShortestPlural && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\d+")]
    private static partial Regex Words();
}
