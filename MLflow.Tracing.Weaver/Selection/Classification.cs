namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Whether and how a method can be woven: exactly one of the two is set.</summary>
/// <param name="Strategy">How.</param>
/// <param name="Reason">Why not.</param>
internal readonly record struct Classification(WeavingStrategy? Strategy, SkipReason? Reason);
