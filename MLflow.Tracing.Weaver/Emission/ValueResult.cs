using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Reports a result by value when the method returns:
/// <code>
///   ldloca scope ; call Complete                                       // void, or not recorded
///   ldloca scope ; ldloc result ; call Complete&lt;T&gt; ; ldloc result
///   ldloca scope ; ldstr "Span&lt;int&gt;" ; call CompleteOpaque ; ldloc result
///   ldloc recording ; brfalse N ; ldloc result ; brfalse N             // by reference: read only when recorded and not null (P5)
///   ldloca scope ; ldloc result ; ldobj T ; call Complete&lt;T&gt; ; br R
/// N: ldloca scope ; call Complete
/// R: ldloc result
/// </code>
/// </summary>
internal static class ValueResult
{
    /// <summary>See <see cref="ResultReport"/>.</summary>
    public static ResultCode Report(WovenMethod woven, VariableDefinition scope, VariableDefinition? result, MethodBodyEditor editor)
    {
        CoreReferences core = woven.Core;
        Instruction LoadScope() => Instruction.Create(OpCodes.Ldloca, scope);
        Instruction complete = Instruction.Create(OpCodes.Call, core.Scope("Complete"));
        if (result is null)
        {
            return new([], [], [LoadScope(), complete]);
        }

        Instruction load = Instruction.Create(OpCodes.Ldloc, result);
        if (!woven.RecordsResult)
        {
            return new([], [], [LoadScope(), complete, load]);
        }

        TypeReference? referent = TypeShape.Referent(result.VariableType);
        TypeReference type = referent ?? result.VariableType;
        if (!TypeShape.CanBeCaptured(type))
        {
            return new([], [],
            [
                LoadScope(),
                Instruction.Create(OpCodes.Ldstr, SourceTypeNames.Of(result.VariableType)),
                Instruction.Create(OpCodes.Call, core.Scope("CompleteOpaque")),
                load,
            ]);
        }

        Instruction completeValue = Instruction.Create(OpCodes.Call, core.Scope("Complete", type));
        return referent is null
            ? new([], [], [LoadScope(), Instruction.Create(OpCodes.Ldloc, result), completeValue, load])
            : ByReference(LoadScope, complete, completeValue, load, result, type, editor);
    }

    private static ResultCode ByReference(
        Func<Instruction> loadScope,
        Instruction complete,
        Instruction completeValue,
        Instruction load,
        VariableDefinition result,
        TypeReference type,
        MethodBodyEditor editor)
    {
        VariableDefinition recording = editor.AddLocal(editor.Method.Module.TypeSystem.Boolean);
        Instruction unread = loadScope();
        return new(
            [IlCode.LoadInt(0), Instruction.Create(OpCodes.Stloc, recording)],
            [IlCode.LoadInt(1), Instruction.Create(OpCodes.Stloc, recording)],
            [
                Instruction.Create(OpCodes.Ldloc, recording),
                Instruction.Create(OpCodes.Brfalse, unread),
                Instruction.Create(OpCodes.Ldloc, result),
                Instruction.Create(OpCodes.Brfalse, unread),
                loadScope(),
                Instruction.Create(OpCodes.Ldloc, result),
                Instruction.Create(OpCodes.Ldobj, type),
                completeValue,
                Instruction.Create(OpCodes.Br, load),
                unread,
                complete,
                load,
            ]);
    }
}
