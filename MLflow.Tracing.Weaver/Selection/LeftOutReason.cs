namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Why rules pass over a method that an attribute on the member itself would still reach.</summary>
/// <param name="Id">A stable word for the report, listed in <c>docs/configuration.md</c>.</param>
/// <param name="Text">The cause, in a few words.</param>
internal sealed record LeftOutReason(string Id, string Text);
