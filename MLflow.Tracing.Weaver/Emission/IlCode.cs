using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Reads single instructions without minding which of their forms was chosen.</summary>
internal static class IlCode
{
    /// <summary>Whether an instruction loads <c>this</c>.</summary>
    public static bool LoadsThis(Instruction instruction, MethodBody body)
        => body.Method.HasThis && (instruction.OpCode.Code == Code.Ldarg_0
            || (instruction.OpCode.Code is Code.Ldarg or Code.Ldarg_S && ReferenceEquals(instruction.Operand, body.ThisParameter)));

    /// <summary>Where a branch or a switch may go.</summary>
    public static IReadOnlyList<Instruction> Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    /// <summary>The local whose address an instruction loads, if it does.</summary>
    public static VariableDefinition? AddressedLocal(Instruction instruction)
        => instruction.OpCode.Code is Code.Ldloca or Code.Ldloca_S ? (VariableDefinition)instruction.Operand : null;

    /// <summary>Loads an argument.</summary>
    public static Instruction LoadArgument(ParameterDefinition parameter) => Instruction.Create(OpCodes.Ldarg, parameter);

    /// <summary>Loads a number.</summary>
    public static Instruction LoadInt(int value) => Instruction.Create(OpCodes.Ldc_I4, value);
}
