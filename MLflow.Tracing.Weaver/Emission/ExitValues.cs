using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// The values that <c>out</c> and <c>ref</c> parameters refer to when the method returns (P2, P3); after an exception they are not read.
/// <code>
///   ldloca scope ; call TraceScope.get_IsRecording ; brfalse END
///   [ldarg p ; brfalse NEXT]
///   ldloca scope ; ldstr "p" ; ldarg p ; ldobj T ; call TraceScope.Out&lt;T&gt;
/// NEXT: nop …
/// END: nop
/// </code>
/// </summary>
internal static class ExitValues
{
    /// <summary>The code for all of them; it leaves the stack as it was.</summary>
    public static List<Instruction> Report(WovenMethod woven, VariableDefinition scope)
    {
        List<ParameterDefinition> parameters = woven.Span.CaptureOutputs ? [.. woven.Method.Parameters.Where(p => IsRead(p, woven))] : [];
        if (parameters.Count == 0)
        {
            return [];
        }

        Instruction end = Instruction.Create(OpCodes.Nop);
        return
        [
            Instruction.Create(OpCodes.Ldloca, scope),
            Instruction.Create(OpCodes.Call, woven.Core.Scope("get_IsRecording")),
            Instruction.Create(OpCodes.Brfalse, end),
            .. parameters.SelectMany(p => Report(woven, scope, p)),
            end,
        ];
    }

    // `in` and `ref readonly` parameters carry the flag In alone. The compiler has seen to it that an out parameter was assigned.
    private static bool IsRead(ParameterDefinition parameter, WovenMethod woven)
        => TypeShape.Referent(parameter.ParameterType) is not null && (parameter.IsOut || (!parameter.IsIn && woven.Parameters.IsReadable(parameter)));

    private static List<Instruction> Report(WovenMethod woven, VariableDefinition scope, ParameterDefinition parameter)
    {
        CoreReferences core = woven.Core;
        TypeReference type = TypeShape.Referent(parameter.ParameterType)!;
        List<Instruction> target = [Instruction.Create(OpCodes.Ldloca, scope), Instruction.Create(OpCodes.Ldstr, CapturedParameters.NameOf(parameter))];
        if (woven.Span.RedactedParameters.Contains(parameter.Index))
        {
            return [.. target, Instruction.Create(OpCodes.Call, core.Scope("OutRedacted"))];
        }

        if (!TypeShape.CanBeCaptured(type))
        {
            return [.. target, Instruction.Create(OpCodes.Ldstr, SourceTypeNames.Of(parameter.ParameterType)), Instruction.Create(OpCodes.Call, core.Scope("OutOpaque"))];
        }

        Instruction next = Instruction.Create(OpCodes.Nop);
        return
        [
            IlCode.LoadArgument(parameter),
            Instruction.Create(OpCodes.Brfalse, next),
            .. target,
            IlCode.LoadArgument(parameter),
            Instruction.Create(OpCodes.Ldobj, type),
            Instruction.Create(OpCodes.Call, core.Scope("Out", type)),
            next,
        ];
    }
}
