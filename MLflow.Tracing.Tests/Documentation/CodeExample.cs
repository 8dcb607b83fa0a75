namespace MLflow.Tracing.Tests.Documentation;

/// <summary>The text of one <c>&lt;example&gt;&lt;code&gt;</c>.</summary>
/// <param name="Member">What it stands on, as the compiler writes it: <c>T:MLflow.Tracing.LiveSpan</c>.</param>
/// <param name="Code">C#, without the indentation of the comment.</param>
internal sealed record CodeExample(string Member, string Code);
