using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>
/// Recognises bodies not worth a span: empty, or returning a constant, a parameter or a field, or storing one field.
/// Judged by what the instructions do and not by their pattern, so that Debug and Release builds agree.
/// </summary>
internal static class TrivialBody
{
    /// <summary>Whether the method's body is trivial. False without a body.</summary>
    public static bool IsTrivial(MethodDefinition method)
    {
        if (!method.HasBody || method.Body.HasExceptionHandlers)
        {
            return false;
        }

        var fieldsStored = 0;
        var isConstantOnTop = false;
        var instructions = method.Body.Instructions;
        var instruction = instructions.FirstOrDefault();

        // More steps than instructions are a loop, and an endless one here, where nothing branches on a condition.
        for (var steps = 0; instruction is not null && steps < instructions.Count; steps++)
        {
            var next = instruction.Next;
            switch (EffectOf(instruction, isConstantOnTop))
            {
                case Effect.LoadConstant:
                    isConstantOnTop = true;
                    break;
                case Effect.Load:
                    isConstantOnTop = false;
                    break;
                case Effect.StoreField:
                    fieldsStored++;
                    break;
                case Effect.Jump:
                    next = (Instruction)instruction.Operand;
                    break;
                case Effect.Return:
                    return fieldsStored == 0 || (fieldsStored == 1 && IsVoid(method));
                case Effect.Work:
                    return false;
            }

            instruction = next;
        }

        return false;
    }

    // Only values that cost nothing ever get on the stack or into a local, hence loading a local is as cheap as what was stored there.
    private static Effect EffectOf(Instruction instruction, bool isConstantOnTop)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Nop or Code.Pop or Code.Volatile or Code.Unaligned or Code.Readonly:
            case Code.Stloc or Code.Stloc_S or Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3:
                return Effect.None;
            case Code.Ldnull or Code.Ldstr or Code.Ldc_R4 or Code.Ldc_R8 or Code.Ldc_I8 or Code.Ldc_I4 or Code.Ldc_I4_S or Code.Ldc_I4_M1:
            case Code.Ldc_I4_0 or Code.Ldc_I4_1 or Code.Ldc_I4_2 or Code.Ldc_I4_3 or Code.Ldc_I4_4 or Code.Ldc_I4_5 or Code.Ldc_I4_6 or Code.Ldc_I4_7 or Code.Ldc_I4_8:
                return Effect.LoadConstant;

            // default(T), and the long, double or decimal constants that are written as a conversion of an int.
            case Code.Initobj:
                return instruction.Previous?.OpCode.Code is Code.Ldloca or Code.Ldloca_S ? Effect.None : Effect.StoreField;
            case Code.Conv_I8 or Code.Conv_U8 or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_I or Code.Conv_U:
                return isConstantOnTop ? Effect.LoadConstant : Effect.Work;
            case Code.Newobj:
                return isConstantOnTop && ((MethodReference)instruction.Operand).DeclaringType.FullName == "System.Decimal" ? Effect.LoadConstant : Effect.Work;

            case Code.Ldarg or Code.Ldarg_S or Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 or Code.Ldarga or Code.Ldarga_S:
            case Code.Ldfld or Code.Ldflda or Code.Ldsfld or Code.Ldsflda:
            case Code.Ldobj or Code.Ldind_Ref or Code.Ldind_I or Code.Ldind_I1 or Code.Ldind_I2 or Code.Ldind_I4 or Code.Ldind_I8:
            case Code.Ldind_U1 or Code.Ldind_U2 or Code.Ldind_U4 or Code.Ldind_R4 or Code.Ldind_R8:
                return Effect.Load;
            case Code.Ldloc or Code.Ldloc_S or Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3 or Code.Ldloca or Code.Ldloca_S:
                return Effect.Load;
            case Code.Stfld or Code.Stsfld:
                return Effect.StoreField;
            case Code.Br or Code.Br_S:
                return Effect.Jump;
            case Code.Ret:
                return Effect.Return;
            default:
                return Effect.Work;
        }
    }

    // 'init' accessors and the like carry a modifier on void.
    private static bool IsVoid(MethodDefinition method)
    {
        var type = method.ReturnType;
        while (type is IModifierType modified)
        {
            type = modified.ElementType;
        }

        return type.MetadataType == MetadataType.Void;
    }

    private enum Effect
    {
        None,
        LoadConstant,
        Load,
        StoreField,
        Jump,
        Return,
        Work,
    }
}
