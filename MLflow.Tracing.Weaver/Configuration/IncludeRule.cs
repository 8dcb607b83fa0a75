namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>An <c>&lt;Include&gt;</c>: methods that get a span, and what the span looks like.</summary>
/// <param name="Target">The methods.</param>
/// <param name="Settings">What the rule states about their spans.</param>
/// <param name="Members">The kinds of members, left out by default, that it takes all the same; <see langword="null"/> when it says nothing about them.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record IncludeRule(RuleTarget Target, SpanSettings Settings, IReadOnlyList<string>? Members, RuleOrigin Origin);
