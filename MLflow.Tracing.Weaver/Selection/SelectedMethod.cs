using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A method that is to be woven, how, and who asked for it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Strategy">How to weave it.</param>
/// <param name="Span">What its span looks like.</param>
/// <param name="Origin">The rule or attribute that chose it.</param>
internal sealed record SelectedMethod(MethodDefinition Method, WeavingStrategy Strategy, SpanDefinition Span, SelectionOrigin Origin)
{
    /// <summary>Its state machine, for <see cref="WeavingStrategy.AsyncStateMachine"/>.</summary>
    public AsyncShape? StateMachine { get; init; }
}
