using MLflow.Tracing.Weaver.Emission;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Whether and how a method can be woven: exactly one of the two is set.</summary>
/// <param name="Strategy">How.</param>
/// <param name="Reason">Why not.</param>
internal readonly record struct Classification(WeavingStrategy? Strategy, SkipReason? Reason)
{
    /// <summary>What was recognised of an async method's state machine, so that it need not be read again.</summary>
    public AsyncShape? StateMachine { get; init; }
}
