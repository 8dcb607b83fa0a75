using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>How many entries an instruction takes off the evaluation stack and puts there.</summary>
internal static class StackEffect
{
    /// <summary>Entries taken off, for any instruction but <c>ret</c>.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="depth">The depth before it, for those that empty the stack.</param>
    public static int Pops(Instruction instruction, int depth)
    {
        switch (instruction.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0:
                return 0;
            case StackBehaviour.Pop1:
            case StackBehaviour.Popi:
            case StackBehaviour.Popref:
                return 1;
            case StackBehaviour.Pop1_pop1:
            case StackBehaviour.Popi_pop1:
            case StackBehaviour.Popi_popi:
            case StackBehaviour.Popi_popi8:
            case StackBehaviour.Popi_popr4:
            case StackBehaviour.Popi_popr8:
            case StackBehaviour.Popref_pop1:
            case StackBehaviour.Popref_popi:
                return 2;
            case StackBehaviour.Popi_popi_popi:
            case StackBehaviour.Popref_popi_popi:
            case StackBehaviour.Popref_popi_popi8:
            case StackBehaviour.Popref_popi_popr4:
            case StackBehaviour.Popref_popi_popr8:
            case StackBehaviour.Popref_popi_popref:
                return 3;
            case StackBehaviour.PopAll:
                return depth;
            case StackBehaviour.Varpop when instruction.Operand is IMethodSignature signature:
                return CallPops(instruction, signature);
            default:
                throw new UnsupportedShapeException($"the stack effect of '{instruction.OpCode.Name}' is not known");
        }
    }

    /// <summary>Entries that <c>ret</c> takes off in a method.</summary>
    public static int RetPops(MethodDefinition method) => TypeShape.IsVoid(RuntimeAsync.ResultOf(method)) ? 0 : 1;

    /// <summary>Entries put on the stack.</summary>
    public static int Pushes(Instruction instruction) => instruction.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => CallPushes(instruction),
        _ => 1,
    };

    private static int CallPops(Instruction instruction, IMethodSignature signature)
    {
        int count = signature.Parameters.Count;
        if (instruction.OpCode.Code != Code.Newobj && signature.HasThis && !signature.ExplicitThis)
        {
            count++;
        }

        return instruction.OpCode.Code == Code.Calli ? count + 1 : count;
    }

    private static int CallPushes(Instruction instruction)
        => instruction.Operand is IMethodSignature signature && !TypeShape.IsVoid(signature.ReturnType) ? 1 : 0;
}
