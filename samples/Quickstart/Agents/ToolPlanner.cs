using System.Text.RegularExpressions;
using Quickstart.Tools;

namespace Quickstart.Agents;

/// <summary>Decides what the file statistics tool is called with. Where another agent would ask a model, this one has rules.</summary>
internal static partial class ToolPlanner
{
    /// <summary>
    /// The files that <paramref name="question"/> names; else, when it asks for a number or a time, the whole folder;
    /// else the file of the best passage, if there is one.
    /// </summary>
    public static IReadOnlyList<string> PathsToMeasure(string question, string? bestFile)
    {
        var named = FileNames().Matches(question).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        if (named.Count > 0)
        {
            return named;
        }

        if (AsksForMeasure().IsMatch(question))
        {
            return [FileStatisticsTool.WholeFolder];
        }

        return bestFile is null ? [] : [bestFile];
    }

    [GeneratedRegex(@"(?<![\w./-])[\w./-]*\w\.(cs|csproj|json|md|props|sh|sln|targets|txt|xml|yml)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FileNames();

    [GeneratedRegex(@"\b(how (many|much|big|large|long)|when|latest|newest|count)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AsksForMeasure();
}
