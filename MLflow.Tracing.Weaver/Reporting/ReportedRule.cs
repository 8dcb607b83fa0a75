using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Weaver.Reporting;

/// <summary>One rule in the report.</summary>
/// <param name="Origin">The rule and where it was written.</param>
/// <param name="Matches">How many methods (of a <c>&lt;Redact&gt;</c>: parameters of woven methods) it matched, whoever decided about them in the end.</param>
internal sealed record ReportedRule(RuleOrigin Origin, int Matches);
