using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Rows of the matrix that only hand-written IL can show.</summary>
[TestClass]
public sealed class HandmadeShapeTests
{
    [TestMethod]
    public async Task F7_fault_block_runs_before_ours_and_span_is_an_error()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition method = handmade.Add("Faults", types.Void, new ArrayType(types.Int32));
        Instruction start = Instruction.Create(OpCodes.Ldstr, "from the body");
        Instruction fault = Instruction.Create(OpCodes.Ldarg_0);
        HandmadeModule.Emit(
            method,
            start,
            Instruction.Create(OpCodes.Newobj, Constructor(handmade, "InvalidOperationException")),
            Instruction.Create(OpCodes.Throw),
            fault,
            Instruction.Create(OpCodes.Ldc_I4_0),
            Instruction.Create(OpCodes.Ldc_I4, 42),
            Instruction.Create(OpCodes.Stelem_I4),
            Instruction.Create(OpCodes.Endfinally));
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Fault) { TryStart = start, TryEnd = fault, HandlerStart = fault });
        Type woven = handmade.WeaveAndLoad();
        using var session = new RecordingSession();
        var seen = new int[1];

        Assert.ThrowsExactly<InvalidOperationException>(() => HandmadeModule.Call(woven, "Faults", seen));

        Assert.AreEqual(42, seen[0]);
        Span span = (await session.SingleTraceAsync()).SpanNamed("Faults");
        Assert.AreEqual(SpanStatusCode.Error, span.Status.Code);
        Assert.Contains("from the body", span.Status.Message);
    }

    [TestMethod]
    public async Task F13_thrown_object_that_is_no_exception_makes_an_error_span()
    {
        using var handmade = new HandmadeModule();
        MethodDefinition method = handmade.Add("ThrowsText", handmade.Module.TypeSystem.Void);
        HandmadeModule.Emit(method, Instruction.Create(OpCodes.Ldstr, "just text"), Instruction.Create(OpCodes.Throw));
        Type woven = handmade.WeaveAndLoad();
        using var session = new RecordingSession();

        var thrown = Assert.ThrowsExactly<System.Runtime.CompilerServices.RuntimeWrappedException>(() => HandmadeModule.Call(woven, "ThrowsText"));

        Assert.AreEqual("just text", thrown.WrappedException);
        Assert.AreEqual(SpanStatusCode.Error, (await session.SingleTraceAsync()).SpanNamed("ThrowsText").Status.Code);
    }

    [TestMethod]
    public void F14_tail_call_is_left_alone_for_a_rule_and_made_ordinary_for_an_attribute()
    {
        using var byRule = TailCalling();
        byRule.WeaveAndLoad();
        using var byAttribute = TailCalling();
        Type woven = byAttribute.WeaveAndLoad(isExplicit: true);

        Assert.AreEqual("MLT027", byRule.Woven.SkippedBecause["System.Int32 Handmade.Shapes::Tail(System.Int32)"]);
        Assert.IsEmpty(byAttribute.Woven.SkippedBecause);
        Assert.AreEqual(7, HandmadeModule.Call(woven, "Tail", 7));
    }

    [TestMethod]
    public void F15_MLT028_jump_to_another_method_is_never_woven()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition target = handmade.Add("Target", types.Int32, types.Int32);
        HandmadeModule.Emit(target, Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ret));
        MethodDefinition jump = handmade.Add("Jump", types.Int32, types.Int32);
        HandmadeModule.Emit(jump, Instruction.Create(OpCodes.Jmp, target));

        Type woven = handmade.WeaveAndLoad(isExplicit: true);

        Assert.AreEqual("MLT028", handmade.Woven.SkippedBecause["System.Int32 Handmade.Shapes::Jump(System.Int32)"]);
        Assert.AreEqual(3, HandmadeModule.Call(woven, "Jump", 3));
    }

    [TestMethod]
    public void F17_F19_large_body_with_many_locals_and_far_branches_runs()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition method = handmade.Add("Large", types.Int32, types.Int32);
        for (int i = 0; i < 300; i++)
        {
            method.Body.Variables.Add(new VariableDefinition(types.Int32));
        }

        Instruction early = Instruction.Create(OpCodes.Ldc_I4_M1);
        var code = new List<Instruction> { Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Brfalse, early) };
        for (int i = 0; i < 9000; i++)
        {
            VariableDefinition local = method.Body.Variables[i % 300];
            code.AddRange([Instruction.Create(OpCodes.Ldloc, local), Instruction.Create(OpCodes.Ldc_I4, 1), Instruction.Create(OpCodes.Add), Instruction.Create(OpCodes.Stloc, local)]);
        }

        code.AddRange([Instruction.Create(OpCodes.Ldloc, method.Body.Variables[299]), Instruction.Create(OpCodes.Ret), early, Instruction.Create(OpCodes.Ret)]);
        method.Body.InitLocals = true;
        HandmadeModule.Emit(method, [.. code]);
        method.Body.OptimizeMacros();

        Type woven = handmade.WeaveAndLoad();

        using (ModuleDefinition written = WovenFixture.Read(handmade.Woven.Path))
        {
            Assert.IsGreaterThan(40_000, written.GetType("Handmade.Shapes").Methods.Single(m => m.Name == "Large").Body.CodeSize);
        }

        Assert.AreEqual(30, HandmadeModule.Call(woven, "Large", 1));
        Assert.AreEqual(-1, HandmadeModule.Call(woven, "Large", 0));
        Assert.IsEmpty(IlReaderGate.Findings(handmade.Woven.Path));
    }

    [TestMethod]
    public async Task F19_each_of_300_arguments_is_recorded()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition method = handmade.Add("Many", types.Int32, [.. Enumerable.Repeat(types.Int32, 300)]);
        HandmadeModule.Emit(
            method,
            Instruction.Create(OpCodes.Ldarg, method.Parameters[3]),
            Instruction.Create(OpCodes.Ldarg, method.Parameters[299]),
            Instruction.Create(OpCodes.Add),
            Instruction.Create(OpCodes.Ret));
        Type woven = handmade.WeaveAndLoad();
        using var session = new RecordingSession();

        Assert.AreEqual(302, HandmadeModule.Call(woven, "Many", [.. Enumerable.Range(0, 300).Cast<object?>()]));

        string inputs = (await session.SingleTraceAsync()).SpanNamed("Many").Inputs!;
        Assert.StartsWith("{\"p0\":0,\"p1\":1,", inputs);
        Assert.EndsWith(",\"p298\":298,\"p299\":299}", inputs);
        Assert.IsEmpty(IlReaderGate.Findings(handmade.Woven.Path));
    }

    [TestMethod]
    [DataRow(true, "yes")]
    [DataRow(false, "no")]
    public async Task F20_return_reached_by_branch_with_the_value_on_the_stack_keeps_it(bool condition, string expected)
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition method = handmade.Add("Choose", types.String, types.Boolean);
        Instruction ret = Instruction.Create(OpCodes.Ret);
        Instruction otherwise = Instruction.Create(OpCodes.Ldstr, "no");
        HandmadeModule.Emit(
            method,
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Brfalse, otherwise),
            Instruction.Create(OpCodes.Ldstr, "yes"),
            Instruction.Create(OpCodes.Br, ret),
            otherwise,
            ret);
        Type woven = handmade.WeaveAndLoad();
        using var session = new RecordingSession();

        Assert.AreEqual(expected, HandmadeModule.Call(woven, "Choose", condition));
        Assert.AreEqual($"\"{expected}\"", (await session.SingleTraceAsync()).SpanNamed("Choose").Outputs);
        Assert.IsEmpty(IlReaderGate.Findings(handmade.Woven.Path));
    }

    [TestMethod]
    public async Task F21_loop_to_the_first_instruction_does_not_begin_again()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition method = handmade.Add("Count", types.Int32, types.Int32);
        Instruction first = Instruction.Create(OpCodes.Ldarg_0);
        HandmadeModule.Emit(
            method,
            first,
            Instruction.Create(OpCodes.Ldc_I4_1),
            Instruction.Create(OpCodes.Sub),
            Instruction.Create(OpCodes.Starg, method.Parameters[0]),
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Brtrue, first),
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Ret));
        Type woven = handmade.WeaveAndLoad();
        using var session = new RecordingSession();

        Assert.AreEqual(0, HandmadeModule.Call(woven, "Count", 5));

        Trace trace = await session.SingleTraceAsync();
        Assert.HasCount(1, trace.Spans);
        Assert.AreEqual("""{"p0":5}""", trace.Spans[0].Inputs);
    }

    [TestMethod]
    public void P5_result_by_reference_with_modifier_gets_a_local_without()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        TypeReference marker = handmade.Platform("System.Runtime.InteropServices", "InAttribute");
        MethodDefinition method = handmade.Add("First", new RequiredModifierType(marker, new ByReferenceType(types.Int32)), new ArrayType(types.Int32));
        HandmadeModule.Emit(method, Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldc_I4_0), Instruction.Create(OpCodes.Ldelema, types.Int32), Instruction.Create(OpCodes.Ret));

        handmade.WeaveAndLoad();

        using ModuleDefinition read = WovenFixture.Read(handmade.Woven.Path);
        MethodDefinition woven = read.GetType("Handmade.Shapes").Methods.Single(m => m.Name == "First");
        Assert.IsTrue(woven.Body.Variables.Any(v => v.VariableType.FullName == "System.Int32&"));
        Assert.IsFalse(woven.Body.Variables.Any(v => v.VariableType.FullName.Contains("modreq", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void P9_P20_MLT028_typed_reference_is_woven_and_variable_arguments_are_refused()
    {
        using var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition reference = handmade.Add("Reference", types.Int32, types.TypedReference);
        HandmadeModule.Emit(reference, Instruction.Create(OpCodes.Ldc_I4_3), Instruction.Create(OpCodes.Ret));
        MethodDefinition variable = handmade.Add("Variable", types.Int32);
        variable.CallingConvention = MethodCallingConvention.VarArg;
        HandmadeModule.Emit(variable, Instruction.Create(OpCodes.Ldc_I4_4), Instruction.Create(OpCodes.Ret));

        handmade.WeaveAndLoad(isExplicit: true);

        Assert.HasCount(1, handmade.Woven.Woven);
        Assert.AreEqual("MLT028", handmade.Woven.SkippedBecause.Values.Single());
        Assert.IsEmpty(IlReaderGate.Findings(handmade.Woven.Path));
    }

    private static HandmadeModule TailCalling()
    {
        var handmade = new HandmadeModule();
        TypeSystem types = handmade.Module.TypeSystem;
        MethodDefinition target = handmade.Add("Target", types.Int32, types.Int32);
        HandmadeModule.Emit(target, Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ret));
        MethodDefinition tail = handmade.Add("Tail", types.Int32, types.Int32);
        HandmadeModule.Emit(tail, Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Tail), Instruction.Create(OpCodes.Call, target), Instruction.Create(OpCodes.Ret));
        return handmade;
    }

    private static MethodReference Constructor(HandmadeModule handmade, string exception)
        => new(".ctor", handmade.Module.TypeSystem.Void, handmade.Platform("System", exception))
        {
            HasThis = true,
            Parameters = { new ParameterDefinition(handmade.Module.TypeSystem.String) },
        };
}
