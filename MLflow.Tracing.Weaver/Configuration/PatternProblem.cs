namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>What is wrong with a pattern.</summary>
/// <param name="Id">The diagnostic id: a glob and a regular expression fail differently.</param>
/// <param name="Text">The end of a sentence that starts with the pattern, remedy included.</param>
internal sealed record PatternProblem(string Id, string Text);
