using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Reports a result by value when the method returns:
/// <code>
///   ldloca scope ; call Complete                                       // void, or not recorded
///   ldloca scope ; ldloc result ; call Complete&lt;T&gt; ; ldloc result
///   ldloca scope ; ldloc result ; call CompleteSpan&lt;T&gt; ; ldloc result
///   ldloca scope ; ldstr "int*" ; call CompleteOpaque ; ldloc result
///   ldloca scope ; call get_IsRecording ; brfalse N ; ldloc result ; brfalse N    // by reference: read only when recorded and not null (P5)
///   ldloca scope ; ldloc result ; ldobj T ; call Complete&lt;T&gt; ; br R
/// N: ldloca scope ; call Complete
/// R: ldloc result
/// </code>
/// </summary>
internal static class ValueResult
{
    /// <summary>See <see cref="ResultReport"/>.</summary>
    public static IReadOnlyList<Instruction> Report(WovenMethod woven, VariableDefinition scope, VariableDefinition? result)
    {
        CoreReferences core = woven.Core;
        Instruction LoadScope() => Instruction.Create(OpCodes.Ldloca, scope);
        Instruction complete = Instruction.Create(OpCodes.Call, core.Scope("Complete"));
        if (result is null)
        {
            return [LoadScope(), complete];
        }

        Instruction load = Instruction.Create(OpCodes.Ldloc, result);
        if (!woven.RecordsResult)
        {
            return [LoadScope(), complete, load];
        }

        TypeReference? referent = TypeShape.Referent(result.VariableType);
        TypeReference type = referent ?? result.VariableType;
        if (referent is null && SpanShape.Of(type) is { } span)
        {
            return [LoadScope(), Instruction.Create(OpCodes.Ldloc, result), Instruction.Create(OpCodes.Call, core.Scope(span.ResultHook, span.Item, [span.Span])), load];
        }

        if (!TypeShape.CanBeCaptured(type) || (referent is not null && !woven.ReturnsReadableReference))
        {
            return
            [
                LoadScope(),
                Instruction.Create(OpCodes.Ldstr, SourceTypeNames.Of(result.VariableType)),
                Instruction.Create(OpCodes.Call, core.Scope("CompleteOpaque")),
                load,
            ];
        }

        Instruction completeValue = Instruction.Create(OpCodes.Call, core.Scope("Complete", type));
        if (referent is null)
        {
            return [LoadScope(), Instruction.Create(OpCodes.Ldloc, result), completeValue, load];
        }

        Instruction unread = LoadScope();
        return
        [
            LoadScope(),
            Instruction.Create(OpCodes.Call, core.Scope("get_IsRecording")),
            Instruction.Create(OpCodes.Brfalse, unread),
            Instruction.Create(OpCodes.Ldloc, result),
            Instruction.Create(OpCodes.Brfalse, unread),
            LoadScope(),
            Instruction.Create(OpCodes.Ldloc, result),
            Instruction.Create(OpCodes.Ldobj, type),
            completeValue,
            Instruction.Create(OpCodes.Br, load),
            unread,
            complete,
            load,
        ];
    }
}
