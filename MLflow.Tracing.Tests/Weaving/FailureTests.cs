using System.Collections;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A method that cannot be woven after all is left exactly as it was, and the others are woven.</summary>
[TestClass]
public sealed class FailureTests
{
    [TestMethod]
    [DataRow("Nested", "Shapes.Flow", "Shapes-Debug-net10.0")]
    [DataRow(".ctor", "Shapes.Derived", "Shapes-Release-net10.0")]
    [DataRow("Regions", "Shapes.Asynchronous", "Shapes-Debug-net10.0")]
    [DataRow("Later", "Shapes.CustomBuilder", "Shapes-Release-net10.0")]
    [DataRow("Forward", "Shapes.Returning", "Shapes-Release-net10.0")]
    public void Failure_half_way_restores_body_symbols_and_machine(string method, string type, string build)
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named(build).Path);
        MethodDefinition failing = module.GetType(type).Methods.First(m => m.Name == method && m.HasParameters);
        MethodDefinition fine = module.GetType("Shapes.Flow").Methods.Single(m => m.Name == "Text");
        string before = Picture(failing);

        IReadOnlyList<SkippedMethod> skipped = Emit(module, Select(failing, new Bomb()), Select(fine, []));

        Assert.HasCount(1, skipped);
        Assert.AreSame(failing, skipped[0].Method);
        Assert.AreEqual("MLT032", skipped[0].Reason.Id);
        Assert.Contains("boom", skipped[0].Reason.Text);
        Assert.AreEqual(before, Picture(failing));
        Assert.IsTrue(fine.Body.Instructions.Any(i => i.Operand is MethodReference { Name: "Begin" }));
    }

    [TestMethod]
    public void Return_inside_a_protected_region_is_not_touched()
    {
        using var handmade = new HandmadeModule();
        MethodDefinition method = handmade.Add("Wrong", handmade.Module.TypeSystem.Void);
        Instruction start = Instruction.Create(OpCodes.Ret);
        Instruction handler = Instruction.Create(OpCodes.Endfinally);
        method.Body.Instructions.Add(start);
        method.Body.Instructions.Add(handler);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = start, TryEnd = handler, HandlerStart = handler });
        string before = Picture(method);

        IReadOnlyList<SkippedMethod> skipped = Emit(handmade.Module, Select(method, []));

        Assert.AreEqual("MLT032", skipped.Single().Reason.Id);
        Assert.AreEqual(before, Picture(method));
    }

    [TestMethod]
    public void B25_method_that_cannot_even_be_classified_is_left_alone_and_reported()
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);
        MethodDefinition constructor = module.GetType("Shapes.Derived").Methods.First(m => m is { Name: ".ctor", HasParameters: true });
        constructor.Body.Instructions.Insert(0, Instruction.Create(OpCodes.Pop));

        SkipReason? reason = StrategyClassifier.Classify(constructor, isExplicit: true).Reason;

        Assert.AreEqual("MLT032", reason?.Id);
        Assert.Contains("the stack is empty", reason!.Text);
    }

    [TestMethod]
    public void Nothing_woven_leaves_no_reference_and_no_mark()
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);
        string[] references = [.. module.AssemblyReferences.Select(r => r.Name)];

        Emit(module, Select(module.GetType("Shapes.Flow").Methods.Single(m => m.Name == "Text"), new Bomb()));
        Emit(module);

        CollectionAssert.AreEqual(references, module.AssemblyReferences.Select(r => r.Name).ToArray());
        Assert.IsFalse(module.Assembly.CustomAttributes.Any(a => a.AttributeType.Name == nameof(WovenAttribute)));
        Assert.IsFalse(module.Types.Any(t => t.Namespace == "MLflow.Tracing.Generated"));
    }

    private static SelectedMethod Select(MethodDefinition method, IReadOnlyCollection<int> redacted)
    {
        Classification classification = StrategyClassifier.Classify(method, isExplicit: true);
        return new(
            method,
            classification.Strategy ?? WeavingStrategy.Synchronous,
            WovenFixture.Span(method) with { RedactedParameters = redacted },
            new SelectionOrigin(Explicit: true, "a test"))
        {
            StateMachine = classification.StateMachine,
        };
    }

    private static IReadOnlyList<SkippedMethod> Emit(ModuleDefinition module, params SelectedMethod[] selected)
    {
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        return ModuleEmitter.Emit(module, core, new WeavingPlan(selected, [], new RuntimeDefaults(null, null, null), "test"));
    }

    // Everything of a method that could have changed, with the machine it starts.
    private static string Picture(MethodDefinition method)
    {
        var lines = new List<string> { method.FullName };
        lines.AddRange(method.Body.Variables.Select(v => v.ToString() + v.VariableType));
        lines.AddRange(method.Body.Instructions.Select(i => i.ToString()));
        lines.AddRange(method.Body.ExceptionHandlers.Select(h => $"{h.HandlerType} {h.TryStart} {h.TryEnd} {h.HandlerStart} {h.HandlerEnd} {h.FilterStart}"));
        lines.AddRange(method.DebugInformation.SequencePoints.Select(p => $"{p.Offset} {p.StartLine}:{p.StartColumn}-{p.EndLine}:{p.EndColumn}"));
        lines.Add($"{method.Body.InitLocals} {method.DebugInformation.Scope?.Start.Offset} {method.DebugInformation.Scope?.End.IsEndOfMethod}");
        if (method.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == "AsyncStateMachineAttribute") is { } mark)
        {
            TypeDefinition machine = ((TypeReference)mark.ConstructorArguments[0].Value).Resolve();
            lines.AddRange(machine.Fields.Select(f => f.FullName));
            lines.Add(Picture(machine.Methods.Single(m => m.Name == "MoveNext")));
        }

        return string.Join("\n", lines);
    }

    /// <summary>Redacted parameters that fail when looked at, as late in an emission as anything that a plan supplies.</summary>
    private sealed class Bomb : IReadOnlyCollection<int>
    {
        public int Count => 1;

        public IEnumerator<int> GetEnumerator() => throw new InvalidOperationException("boom");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
