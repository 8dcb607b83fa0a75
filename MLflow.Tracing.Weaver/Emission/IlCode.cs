using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Reads single instructions without minding which of their forms was chosen.</summary>
internal static class IlCode
{
    /// <summary>Whether an instruction loads <c>this</c>.</summary>
    public static bool LoadsThis(Instruction instruction, MethodBody body)
        => body.Method.HasThis && LoadedArgument(instruction, body.Method) == 0;

    /// <summary>The number of the argument an instruction loads, <c>this</c> being the first; -1 when it loads none.</summary>
    public static int LoadedArgument(Instruction instruction, IMethodSignature method) => instruction.OpCode.Code switch
    {
        Code.Ldarg_0 => 0,
        Code.Ldarg_1 => 1,
        Code.Ldarg_2 => 2,
        Code.Ldarg_3 => 3,
        Code.Ldarg or Code.Ldarg_S when instruction.Operand is ParameterDefinition parameter => parameter.Index + (method.HasThis ? 1 : 0),
        _ => -1,
    };

    /// <summary>The local an instruction loads, if it does.</summary>
    public static VariableDefinition? LoadedLocal(Instruction instruction, MethodBody body) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 => body.Variables[0],
        Code.Ldloc_1 => body.Variables[1],
        Code.Ldloc_2 => body.Variables[2],
        Code.Ldloc_3 => body.Variables[3],
        Code.Ldloc or Code.Ldloc_S => (VariableDefinition)instruction.Operand,
        _ => null,
    };

    /// <summary>The local an instruction stores into, if it does.</summary>
    public static VariableDefinition? StoredLocal(Instruction instruction, MethodBody body) => instruction.OpCode.Code switch
    {
        Code.Stloc_0 => body.Variables[0],
        Code.Stloc_1 => body.Variables[1],
        Code.Stloc_2 => body.Variables[2],
        Code.Stloc_3 => body.Variables[3],
        Code.Stloc or Code.Stloc_S => (VariableDefinition)instruction.Operand,
        _ => null,
    };

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
