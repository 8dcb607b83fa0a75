using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>What every emitter needs to weave one method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Span">What its span looks like.</param>
/// <param name="Site">Its descriptor's field.</param>
/// <param name="Parameters">The arguments to record.</param>
/// <param name="Core">References into Core.</param>
/// <param name="Exceptions">With which clauses exceptions are observed.</param>
internal sealed record WovenMethod(MethodDefinition Method, SpanDefinition Span, FieldReference Site, CapturedParameters Parameters, CoreReferences Core, ExceptionHooks Exceptions)
{
    /// <summary>Whether what a result by reference refers to may be read; asked of the body before it is changed.</summary>
    public bool ReturnsReadableReference { get; } = TypeShape.Referent(Method.ReturnType) is not null && ReferenceSafety.ReturnsReadable(Method.Body);

    /// <summary>Whether the result's value goes to a hook.</summary>
    public bool RecordsResult => Span is { CaptureOutputs: true, RedactResult: false };

    /// <summary>Loads the descriptor.</summary>
    public Instruction LoadSite() => Instruction.Create(OpCodes.Ldsfld, Site);
}
