namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A <c>[Trace(Inherited = true)]</c> that reaches a method from what it overrides or implements.</summary>
/// <param name="Mark">The attribute.</param>
/// <param name="IsOnMember">Whether it stands on the member, and not on its type.</param>
/// <param name="Owner">What it stands on, for messages.</param>
internal sealed record InheritedMark(TraceMark Mark, bool IsOnMember, string Owner);
