using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What was decided about one method, and why; one entry of the report.</summary>
/// <param name="Method">The method.</param>
/// <param name="Outcome">The decision.</param>
/// <param name="Origin">The rule or attribute that decided; <see langword="null"/> when none did.</param>
internal sealed record MethodVerdict(MethodDefinition Method, MethodOutcome Outcome, SelectionOrigin? Origin)
{
    /// <summary>How it is woven, when it is.</summary>
    public WeavingStrategy? Strategy { get; init; }

    /// <summary>Its state machine, when it is woven as an async method.</summary>
    public AsyncShape? StateMachine { get; init; }

    /// <summary>What its span looks like, when it is woven.</summary>
    public SpanDefinition? Span { get; init; }

    /// <summary>Why it cannot be woven, when it was asked for.</summary>
    public SkipReason? SkipReason { get; init; }

    /// <summary>Why it was left out by default.</summary>
    public LeftOutReason? LeftOutReason { get; init; }
}
