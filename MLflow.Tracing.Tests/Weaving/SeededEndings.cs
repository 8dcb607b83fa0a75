using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Faults in how a woven method ends, for what whole-assembly gates cannot see.</summary>
internal static class SeededEndings
{
    /// <summary>Makes a method with a result end its span once more, or not at all.</summary>
    public static void Change(MethodDefinition method, int change)
    {
        ILProcessor code = method.Body.GetILProcessor();
        Instruction call = method.Body.Instructions.Single(i => i.Operand is MethodReference { Name: "Complete" });
        if (change < 0)
        {
            // Result and scope stay on the stack for nobody.
            Instruction pop = Instruction.Create(OpCodes.Pop);
            code.InsertAfter(call, pop);
            call.OpCode = OpCodes.Pop;
            call.Operand = null;
            return;
        }

        Instruction result = call.Previous;
        Instruction scope = result.Previous;
        Instruction[] again = [Copy(scope), Copy(result), Copy(call)];
        for (int i = again.Length - 1; i >= 0; i--)
        {
            code.InsertAfter(call, again[i]);
        }
    }

    /// <summary>Makes a method return null whatever its body returned.</summary>
    public static void LoseResult(MethodDefinition method)
    {
        Instruction result = method.Body.Instructions.Last(i => i.OpCode == OpCodes.Ret).Previous;
        result.OpCode = OpCodes.Ldnull;
        result.Operand = null;
    }

    private static Instruction Copy(Instruction instruction)
    {
        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = instruction.OpCode;
        copy.Operand = instruction.Operand;
        return copy;
    }
}
