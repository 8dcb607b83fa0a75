using MLflow.Tracing.Tests.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>The gates themselves: each finds a fault that was put there for it.</summary>
[TestClass]
public sealed class GateTests
{
    [TestMethod]
    public void Decompiler_gate_finds_a_reference_where_a_number_is_due()
    {
        using var handmade = new HandmadeModule();
        MethodDefinition method = handmade.Add("Wrong", handmade.Module.TypeSystem.Int32, handmade.Module.TypeSystem.Int32);
        HandmadeModule.Emit(method, Instruction.Create(OpCodes.Ldstr, "no number"), Instruction.Create(OpCodes.Call, method), Instruction.Create(OpCodes.Ret));

        Assert.IsNotEmpty(IlReaderGate.Findings(Write(handmade)));
    }

    [TestMethod]
    public void Decompiler_gate_finds_paths_that_meet_with_unequal_stacks()
    {
        using var handmade = new HandmadeModule();
        MethodDefinition method = handmade.Add("Unbalanced", handmade.Module.TypeSystem.Int32, handmade.Module.TypeSystem.Int32);
        Instruction join = Instruction.Create(OpCodes.Ldarg_0);
        HandmadeModule.Emit(
            method,
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Brtrue, join),
            Instruction.Create(OpCodes.Ldarg_0),
            join,
            Instruction.Create(OpCodes.Ret));

        Assert.IsNotEmpty(IlReaderGate.Findings(Write(handmade)));
    }

    [TestMethod]
    public void Compilation_gate_finds_a_branch_out_of_a_protected_region()
    {
        using var handmade = new HandmadeModule();
        MethodDefinition method = handmade.Add("Escapes", handmade.Module.TypeSystem.Void);
        Instruction end = Instruction.Create(OpCodes.Ret);
        Instruction start = Instruction.Create(OpCodes.Br, end);
        Instruction handler = Instruction.Create(OpCodes.Endfinally);
        HandmadeModule.Emit(method, start, handler, end);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = start, TryEnd = handler, HandlerStart = handler, HandlerEnd = end });

        (_, IReadOnlyList<string> failures) = PrepareGate.Run(FixtureContext.Load(Write(handmade)));

        Assert.HasCount(1, failures);
        Assert.Contains("InvalidProgramException", failures[0]);
    }

    private static string Write(HandmadeModule handmade)
    {
        string path = Path.Combine(ScratchFolder.Create(), "Handmade.dll");
        handmade.Module.Write(path);
        return path;
    }
}
