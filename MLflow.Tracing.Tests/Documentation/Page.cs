using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>One of the pages that people read: its links, its headings, its blocks of code.</summary>
internal sealed partial class Page
{
    private readonly string _text;

    private Page(string path)
    {
        Path = path;
        _text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");
        Blocks = [.. Block().Matches(_text).Select(block => new CodeBlock(block.Groups["language"].Value, block.Groups["code"].Value, $"{path}:{LineOf(block.Index)}"))];
        Anchors = HeadingAnchors().Concat(AnchorTag().Matches(Prose).Select(static tag => tag.Groups["id"].Value)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>All pages of the repository.</summary>
    public static IReadOnlyList<Page> All { get; } = [.. Paths().Select(static path => new Page(path))];

    /// <summary>Where it is, from the root of the repository.</summary>
    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>What may follow <c>#</c> in a link to it.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Where its links lead, and the line that each is in.</summary>
    public IEnumerable<(string Target, string Place)> Links => Link().Matches(Prose).Select(link => (link.Groups["target"].Value, $"{Path}:{LineOf(link.Index)}"));

    // Without code, in which brackets are no links; every character stays where it is.
    private string Prose => InlineCode().Replace(Block().Replace(_text, Blank), Blank);

    private static string Blank(Match match) => Regex.Replace(match.Value, "[^\n]", " ");

    private static IEnumerable<string> Paths()
    {
        var folders = Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories);
        return new[] { "build/package/README.md" }
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md").Concat(folders).Select(static file => System.IO.Path.GetRelativePath(Repository.Root, file)))
            .Order(StringComparer.Ordinal);
    }

    private int LineOf(int index) => _text.AsSpan(0, index).Count('\n') + 1;

    // As GitHub makes them: lower case, without punctuation, hyphens for spaces, and a number after one that is there already.
    private IEnumerable<string> HeadingAnchors()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Block().Replace(_text, Blank)))
        {
            var text = LinkText().Replace(heading.Groups["text"].Value, "${text}");
#pragma warning disable CA1308 // an anchor, not a normalization
            var anchor = NotInAnchor().Replace(text.ToLowerInvariant(), string.Empty).Replace(' ', '-');
#pragma warning restore CA1308
            var count = seen[anchor] = seen.GetValueOrDefault(anchor) + 1;
            yield return count == 1 ? anchor : $"{anchor}-{count - 1}";
        }
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("<a id=\"(?<id>[^\"]+)\">")]
    private static partial Regex AnchorTag();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The word after the fence; <c>cs</c> is C# that is shown and not compiled, because another product or a tool wrote it.</param>
/// <param name="Code">What is between the fences.</param>
/// <param name="Place">The page and the line.</param>
internal sealed record CodeBlock(string Language, string Code, string Place);
