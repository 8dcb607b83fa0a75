using MLflow.Tracing.Tests.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>A mistake that a weaver could make, planted into a woven fixture.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="CaughtBy">The gates that find it, as measured.</param>
/// <param name="Plant">Makes the mistake.</param>
internal sealed record SeededFault(string Name, string CaughtBy, Action<ModuleDefinition> Plant)
{
    /// <summary>The faults that whole-assembly gates must find.</summary>
    public static IReadOnlyList<SeededFault> All { get; } =
    [
        new("try is left by a branch", "J M", module => FirstHook(Flow(module, "Text"), OpCodes.Leave).OpCode = OpCodes.Br),
        new("generic hook over the wrong type", "I J M", CallWrongHook),
        new("stack holds a value where the try begins", "J M", module => Insert(Flow(module, "Text"), 0, Instruction.Create(OpCodes.Ldc_I4_0))),
        new("reference passed where a value is due", "I J M", PassReference),
        new("short branch reaches too far", "J M", WidenShortBranch),
        new("outer handlers stand before inner ones", "J M", module => PutLastHandlersFirst(Flow(module, "Nested"))),
        new("locals are not zeroed", "M", module => Flow(module, "Nested").Body.InitLocals = false),
        new("fault block covers too little", "J M", module => Flow(module, "Text").Body.ExceptionHandlers[^1].TryEnd = Flow(module, "Text").Body.ExceptionHandlers[^1].TryStart.Next.Next),
        new("sequence point moved", "P", MoveSequencePoint),
        new("sequence point between instructions", "P", ShiftSequencePoint),
        new("local scope ends outside of the method", "P", module => InnerScope(module).End = new InstructionOffset(100_000)),
        new("local has another's name", "P", module => InnerScope(module).Variables[0].Name = "other"),
        new("await point lost", "P", LoseAwaitPoint),
    ];

    /// <summary>A copy of a woven fixture with the fault in it.</summary>
    public string Into(WovenFixture woven)
    {
        using ModuleDefinition module = WovenFixture.Read(woven.Path);
        Plant(module);
        return WovenFixture.Write(module, woven.Path);
    }

    public override string ToString() => Name;

    /// <summary>A method of the fixture's class of that name.</summary>
    public static MethodDefinition Flow(ModuleDefinition module, string method) => module.GetType("Shapes.Flow").Methods.Single(m => m.Name == method);

    private static void Insert(MethodDefinition method, int index, Instruction instruction) => method.Body.Instructions.Insert(index, instruction);

    private static Instruction FirstHook(MethodDefinition method, OpCode code)
    {
        method.Body.SimplifyMacros();
        return method.Body.Instructions.First(i => i.OpCode == code);
    }

    private static void CallWrongHook(ModuleDefinition module)
    {
        Instruction call = Flow(module, "Text").Body.Instructions.First(i => i.Operand is GenericInstanceMethod { Name: "Arg" });
        call.Operand = new GenericInstanceMethod(((GenericInstanceMethod)call.Operand).ElementMethod) { GenericArguments = { module.TypeSystem.Int32 } };
    }

    private static void PassReference(ModuleDefinition module)
    {
        MethodDefinition method = Flow(module, "Text");
        method.Body.SimplifyMacros();
        Instruction argument = method.Body.Instructions.First(i => i.Next?.Operand is MethodReference { Name: "Arg" });
        argument.OpCode = OpCodes.Ldarga;
    }

    // F17: code goes between a short branch and its target, and Cecil casts the distance without a word.
    private static void WidenShortBranch(ModuleDefinition module)
    {
        MethodDefinition method = Flow(module, "Text");
        int after = method.Body.Instructions.IndexOf(method.Body.Instructions.First(i => i.OpCode == OpCodes.Leave_S)) + 2;
        for (int i = 0; i < sbyte.MaxValue; i++)
        {
            Insert(method, after, Instruction.Create(OpCodes.Nop));
        }
    }

    private static void PutLastHandlersFirst(MethodDefinition method)
    {
        ExceptionHandler[] handlers = [.. method.Body.ExceptionHandlers];
        method.Body.ExceptionHandlers.Clear();
        foreach (ExceptionHandler handler in handlers[^2..].Concat(handlers[..^2]))
        {
            method.Body.ExceptionHandlers.Add(handler);
        }
    }

    private static void MoveSequencePoint(ModuleDefinition module)
    {
        MethodDefinition method = Flow(module, "Filtered");
        var points = method.DebugInformation.SequencePoints;
        (SequencePoint point, Instruction at) = points
            .Where(p => !p.IsHidden)
            .Skip(1)
            .Select(p => (p, At: method.Body.Instructions.Last(i => i.Offset == p.Offset)))
            .First(p => p.At.OpCode == OpCodes.Ldarg_0 && points.All(other => other.Offset != p.At.Next.Offset));
        points[points.IndexOf(point)] = Moved(point, at.Next);
    }

    private static void ShiftSequencePoint(ModuleDefinition module)
    {
        MethodDefinition method = Flow(module, "Filtered");
        var points = method.DebugInformation.SequencePoints;
        Instruction call = method.Body.Instructions.First(i => i.OpCode == OpCodes.Call && i.Operand is MethodReference { DeclaringType.FullName: not "MLflow.Tracing.Woven.TraceScope" });
        int index = points.IndexOf(points.Last(p => p.Offset < call.Offset));

        // An instruction that is not in the body: its offset is written as it is.
        Instruction inside = Instruction.Create(OpCodes.Nop);
        inside.Offset = call.Offset + 1;
        points[index] = Moved(points[index], inside);
    }

    private static SequencePoint Moved(SequencePoint point, Instruction to)
        => new(to, point.Document) { StartLine = point.StartLine, StartColumn = point.StartColumn, EndLine = point.EndLine, EndColumn = point.EndColumn };

    private static ScopeDebugInformation InnerScope(ModuleDefinition module)
        => module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody && m.DebugInformation.Scope is not null).SelectMany(m => m.DebugInformation.Scope.Scopes).First(s => s.HasVariables);

    private static void LoseAwaitPoint(ModuleDefinition module)
    {
        AsyncMethodBodyDebugInformation points = module.GetTypes().SelectMany(t => t.Methods).SelectMany(m => m.CustomDebugInformations).OfType<AsyncMethodBodyDebugInformation>().First(p => p.Yields.Count > 1);
        points.Yields.RemoveAt(0);
        points.Resumes.RemoveAt(0);
    }
}
