namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>Where a rule was written; for messages and the report, never for matching.</summary>
/// <param name="Text">The rule as XML, on one line.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">The line, from 1; 0 when not known.</param>
/// <param name="Column">The column, from 1; 0 when not known.</param>
/// <param name="IsInherited">Whether it comes from the solution's file and may match nothing without a warning.</param>
internal sealed record RuleOrigin(string Text, string File, int Line, int Column, bool IsInherited)
{
    /// <summary>The rule and its place, for example <c>&lt;Include Namespace="Contoso.**" /&gt; (FodyWeavers.xml:4)</c>.</summary>
    public string Description => Line > 0 ? $"{Text} ({Path.GetFileName(File)}:{Line})" : $"{Text} ({Path.GetFileName(File)})";
}
