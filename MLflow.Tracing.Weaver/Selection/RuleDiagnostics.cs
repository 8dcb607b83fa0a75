using System.Globalization;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Reports rules without effect: a warning for a project's own, information for an inherited one, which is written for several projects.</summary>
internal static class RuleDiagnostics
{
    /// <summary>Looks at how often each rule matched.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="methods">The module's methods, to find out what a rule may have meant.</param>
    public static IEnumerable<WeaverDiagnostic> Of(IReadOnlyList<RuleUsage> rules, IReadOnlyList<SourceMethod> methods)
    {
        foreach (var rule in rules)
        {
            if (rule.Matches == 0)
            {
                yield return rule.Parameter is null
                    ? Diagnostic(SelectionTexts.RuleMatchesNoMethod(rule.Origin.Text, RuleHints.For(rule.Target, methods)), rule, SeverityOf(rule))
                    : Diagnostic(SelectionTexts.RuleMatchesNoParameter(rule.Origin.Text), rule, SeverityOfRedaction(rule));
            }
            else if (rule.LeftOut.Count > 0 && !rule.ReachedSomething)
            {
                yield return Diagnostic(SelectionTexts.RuleTracesNothing(rule.Origin.Text, Count(rule.Matches), Reasons(rule)), rule, SeverityOf(rule));
            }
        }
    }

    private static DiagnosticSeverity SeverityOf(RuleUsage rule) => rule.Origin.IsInherited ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning;

    // With wildcards it is a net that is spread in case; without, it means a certain parameter, and its value is being recorded.
    private static DiagnosticSeverity SeverityOfRedaction(RuleUsage rule) => rule.Parameter!.HasWildcard ? DiagnosticSeverity.Information : SeverityOf(rule);

    private static string Reasons(RuleUsage rule)
        => string.Join(", ", rule.LeftOut.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => $"{entry.Key}: {Count(entry.Value)}"));

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static WeaverDiagnostic Diagnostic(DiagnosticText text, RuleUsage rule, DiagnosticSeverity severity)
        => (text with { Severity = severity }).At(rule.Origin.File, rule.Origin.Line, rule.Origin.Column);
}
