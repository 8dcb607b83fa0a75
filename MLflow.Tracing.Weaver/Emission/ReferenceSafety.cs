using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Decides whether a hook may read what a reference refers to. A reference may legally point behind the last element of an array, where
/// reading gives garbage or kills the process; low-level code passes such references around and never reads them.
/// </summary>
internal static class ReferenceSafety
{
    /// <summary>Whether the method's own code reads or writes through a parameter, so that reading it does no more than the method does.</summary>
    public static bool IsReadThrough(MethodBody body, ParameterDefinition parameter)
    {
        StackFlow flow = StackFlow.Of(body);
        return body.Instructions.Any(i => AddressOperand(i, flow) is { } address && Loads(address, parameter));
    }

    /// <summary>Whether every result of a method that returns by reference is the address of an element, a field or an unboxed value.</summary>
    public static bool ReturnsReadable(MethodBody body)
    {
        StackFlow flow = StackFlow.Of(body);
        return body.Instructions
            .Where(i => i.OpCode.Code == Code.Ret && flow.Before(i) is not null)
            .All(ret => IsReadable(flow.Before(ret)!.Producer, body, flow, []));
    }

    private static Instruction? AddressOperand(Instruction instruction, StackFlow flow)
    {
        int below;
        switch (instruction.OpCode.Code)
        {
            case Code.Ldobj or Code.Ldfld or Code.Initobj
                or Code.Ldind_I or Code.Ldind_I1 or Code.Ldind_I2 or Code.Ldind_I4 or Code.Ldind_I8 or Code.Ldind_R4 or Code.Ldind_R8
                or Code.Ldind_Ref or Code.Ldind_U1 or Code.Ldind_U2 or Code.Ldind_U4:
                below = 0;
                break;
            case Code.Stobj or Code.Stfld or Code.Stind_I or Code.Stind_I1 or Code.Stind_I2 or Code.Stind_I4 or Code.Stind_I8
                or Code.Stind_R4 or Code.Stind_R8 or Code.Stind_Ref:
                below = 1;
                break;
            case Code.Call or Code.Callvirt when instruction.Operand is MethodReference { HasThis: true } called:
                below = called.Parameters.Count;
                break;
            default:
                return null;
        }

        StackFlow.Entry? entry = flow.Before(instruction);
        while (below-- > 0)
        {
            entry = entry?.Below;
        }

        return entry?.Producer;
    }

    private static bool IsReadable(Instruction? producer, MethodBody body, StackFlow flow, HashSet<VariableDefinition> followed)
    {
        switch (producer?.OpCode.Code)
        {
            case Code.Ldelema or Code.Ldflda or Code.Ldsflda or Code.Unbox:
                return true;
            case Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 or Code.Ldarg or Code.Ldarg_S:
                return body.Method.Parameters.FirstOrDefault(p => Loads(producer, p)) is { } parameter && IsReadThrough(body, parameter);
            default:
                return producer is not null
                    && IlCode.LoadedLocal(producer, body) is { } local
                    && (!followed.Add(local) || body.Instructions
                        .Where(i => IlCode.StoredLocal(i, body) == local && flow.Before(i) is not null)
                        .All(store => IsReadable(flow.Before(store)!.Producer, body, flow, followed)));
        }
    }

    private static bool Loads(Instruction instruction, ParameterDefinition parameter)
        => IlCode.LoadedArgument(instruction, parameter.Method) == parameter.Index + (parameter.Method.HasThis ? 1 : 0);
}
