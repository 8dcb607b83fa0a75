using System.Net;
using System.Text.RegularExpressions;

namespace Quickstart.Retrieval;

/// <summary>Takes the comments out of C#: each block is a passage, headed by the code that follows it.</summary>
internal static partial class CSharpComments
{
    public static IReadOnlyList<Passage> Split(string file, IReadOnlyList<string> lines)
    {
        var passages = new PassageCollector(file);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                passages.Add(i + 1, Plain(line));
            }
            else if (!line.StartsWith('['))
            {
                // attributes stand between a comment and the declaration it belongs to
                passages.Finish(heading: line);
            }
        }

        passages.Finish(heading: "");
        return passages.Passages;
    }

    private static string Plain(string comment)
    {
        var text = Reference().Replace(comment.TrimStart('/'), "${name}");
        return WebUtility.HtmlDecode(Tag().Replace(text, "")).Trim();
    }

    [GeneratedRegex("""<\w+ (cref|langword|name|href)="(\w:)?(?<name>[^"]+)"\s*/>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex("</?[a-z]+[^<>]*>")]
    private static partial Regex Tag();
}
