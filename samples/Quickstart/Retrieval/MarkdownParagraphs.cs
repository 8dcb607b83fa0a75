using System.Text.RegularExpressions;

namespace Quickstart.Retrieval;

/// <summary>Splits Markdown into its paragraphs, list items and table rows. Fenced code is left out.</summary>
internal static partial class MarkdownParagraphs
{
    public static IReadOnlyList<Passage> Split(string file, IReadOnlyList<string> lines)
    {
        var passages = new PassageCollector(file);
        var heading = "";
        var inFence = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (Fence().IsMatch(line))
            {
                inFence = !inFence;
                passages.Finish(heading);
            }
            else if (inFence)
            {
                continue;
            }
            else if (Heading().Match(line) is { Success: true } match)
            {
                passages.Finish(heading);
                heading = Plain(match.Groups["text"].Value);
            }
            else if (TableRule().IsMatch(line))
            {
                // what stands above the rule names columns
                passages.Discard();
            }
            else if (line.Length == 0)
            {
                passages.Finish(heading);
            }
            else
            {
                if (ItemOrRow().IsMatch(line))
                {
                    passages.Finish(heading);
                }

                passages.Add(i + 1, Plain(line));
            }
        }

        passages.Finish(heading);
        return passages.Passages;
    }

    private static string Plain(string line)
    {
        var text = line.StartsWith('|') ? Row(line) : ItemOrRow().Replace(line, "");
        return Link().Replace(text, "${text}").Replace("**", "", StringComparison.Ordinal);
    }

    private static string Row(string line)
    {
        var cells = line.Trim('|', ' ').Split(" | ", 2);
        return cells.Length == 1 ? cells[0] : $"{cells[0]}: {cells[1].Replace(" | ", "; ", StringComparison.Ordinal)}";
    }

    [GeneratedRegex("^(```|~~~)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\|?[\s:|-]*-{3,}[\s:|-]*$")]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^([-*+]|\d+\.|>)\s+|^\|")]
    private static partial Regex ItemOrRow();

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
