namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>An <c>&lt;Exclude&gt;</c>: methods that no <c>&lt;Include&gt;</c> and no attribute of the assembly reaches.</summary>
/// <param name="Target">The methods.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record ExcludeRule(RuleTarget Target, RuleOrigin Origin);
