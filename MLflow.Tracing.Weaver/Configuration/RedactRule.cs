namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>A <c>&lt;Redact&gt;</c>: parameters of woven methods whose values are never recorded.</summary>
/// <param name="Parameter">Matched against the parameter's name, upper and lower case being the same: <c>*password*</c> must catch <c>userPassword</c>.</param>
/// <param name="Target">The methods it speaks about; without patterns, all.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record RedactRule(GlobPattern Parameter, RuleTarget Target, RuleOrigin Origin);
