using System.Text.RegularExpressions;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>One row of <c>docs/diagnostics.md</c>.</summary>
internal sealed partial record DiagnosticsRow(string Id, string Severity, string Cause, string Remedy)
{
    /// <summary>A text from a catalogue that was called with <see cref="Placeholder"/> for its values.</summary>
    public static DiagnosticsRow Of(string id, string severity, string? subject, string cause, string remedy)
        => new(id, severity, subject is null ? cause : $"{subject} {cause}", remedy.Length == 0 ? "Nothing." : remedy);

    /// <summary>What stands for a value until the row is written. A hint is there or not, and the page does without.</summary>
    public static string Placeholder(string parameter) => parameter == "hint" ? "" : $"\u0002{parameter}\u0003";

    public string ToMarkdown(bool isFirst)
    {
#pragma warning disable CA1308 // an anchor, not a normalization
        var id = isFirst ? $"<a id=\"{Id.ToLowerInvariant()}\"></a>{Id}" : Id;
#pragma warning restore CA1308
        return $"| {id} | {Cell(Severity)} | {Cell(Cause)} | {Cell(Remedy)} |\n";
    }

    private static string Cell(string text) => Special().Replace(text, @"\$0").Replace("<", "&lt;", StringComparison.Ordinal).Replace('\u0002', '*').Replace('\u0003', '*');

    [GeneratedRegex(@"[|*`\[\]]")]
    private static partial Regex Special();
}
