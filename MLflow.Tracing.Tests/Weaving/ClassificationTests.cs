using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>How methods are woven, or why not.</summary>
[TestClass]
public sealed class ClassificationTests
{
    private static readonly ModuleDefinition s_debug = WovenFixture.Read(Fixture.Named("Shapes-Debug-net10.0").Path);
    private static readonly ModuleDefinition s_release = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);

    [TestMethod]
    [DataRow("Shapes.Flow", "Text", "Synchronous")]
    [DataRow("Shapes.Derived", ".ctor", "Synchronous")]
    [DataRow("Shapes.Point", ".ctor", "Synchronous")]
    [DataRow("Shapes.IDefaulting", "Default", "Synchronous")]
    [DataRow("Shapes.Blocks", "Quote", "Synchronous")]
    [DataRow("Shapes.Asynchronous", "Result", "AsyncStateMachine")]
    [DataRow("Shapes.Asynchronous", "FireAndForget", "AsyncStateMachine")]
    [DataRow("Shapes.Asynchronous", "OnlyThrows", "AsyncStateMachine")]
    [DataRow("Shapes.Asynchronous", "OwnCompletionSource", "AsyncStateMachine")]
    [DataRow("Shapes.Modern", "Pooled", "AsyncStateMachine")]
    [DataRow("Shapes.CustomBuilder", "Later", "AsyncStateMachine")]
    [DataRow("Shapes.Modern", "Squares", "Iterator")]
    [DataRow("Shapes.Modern", "Numbers", "Iterator")]
    [DataRow("Shapes.Sequences", "UntypedWords", "Iterator")]
    [DataRow("Shapes.Sequences", "WordsAsync", "Iterator")]
    [DataRow("Shapes.Sequences", "List", "Synchronous")]
    [DataRow("Shapes.Sequences", "ForwardAsync", "Synchronous")]
    [DataRow("Shapes.Returning", "Nothing", "TaskReturning")]
    [DataRow("Shapes.Returning", "Generic", "TaskReturning")]
    [DataRow("Shapes.Returning", "Value", "TaskReturning")]
    [DataRow("Shapes.Returning", "ValueFailed", "TaskReturning")]
    public void Method_is_woven_by_the_strategy_of_its_kind(string type, string method, string strategy)
    {
        foreach (ModuleDefinition module in new[] { s_debug, s_release })
        {
            Assert.AreEqual(strategy, StrategyClassifier.Classify(Find(module, type, method), isExplicit: false).Strategy?.ToString());
        }
    }

    [TestMethod]
    [DataRow("Shapes.IDefaulting", "Own", "MLT020")]
    [DataRow("Shapes.IDefaulting", "Label", "MLT020")]
    [DataRow("Shapes.Reserved", "Native", "MLT020")]
    public void K12_K13_MLT020_method_without_a_body_says_why_even_when_asked_for(string type, string method, string id)
    {
        SkipReason? reason = StrategyClassifier.Classify(Find(s_release, type, method), isExplicit: true).Reason;

        Assert.AreEqual(id, reason?.Id);
        Assert.StartsWith($"'{type}.{method}' ", reason!.Text);
    }

    [TestMethod]
    [DataRow("Shapes.Lazy", ".cctor", "MLT024")]
    [DataRow("Shapes.ModuleState", "Start", "MLT024")]
    [DataRow("Shapes.Finalized", "Finalize", "MLT025")]
    [DataRow("Shapes.Reserved", "Inlined", "MLT026")]
    [DataRow("Shapes.Modern", "FromNative", "MLT029")]
    public void K6_K7_K16_K25_method_that_rules_pass_by_is_woven_when_asked_for(string type, string method, string id)
    {
        Assert.AreEqual(id, StrategyClassifier.Classify(Find(s_release, type, method), isExplicit: false).Reason?.Id);
        Assert.AreEqual(WeavingStrategy.Synchronous, StrategyClassifier.Classify(Find(s_release, type, method), isExplicit: true).Strategy);
    }

    [TestMethod]
    public void K13_MLT020_generated_wrapper_of_a_native_function_is_woven_and_the_function_and_delegates_are_not()
    {
        MethodDefinition wrapper = Find(s_release, "Shapes.Parts", "NativeLength");
        MethodDefinition native = s_release.GetTypes().SelectMany(t => t.Methods).Single(m => m.IsPInvokeImpl && m.PInvokeInfo.EntryPoint == "strlen");
        MethodDefinition handler = s_release.GetTypes().Where(t => t.BaseType?.FullName == "System.MulticastDelegate").SelectMany(t => t.Methods).First(m => m.Name == "Invoke");

        Assert.AreEqual(WeavingStrategy.Synchronous, StrategyClassifier.Classify(wrapper, isExplicit: false).Strategy);
        Assert.AreEqual("MLT020", StrategyClassifier.Classify(native, isExplicit: true).Reason?.Id);
        Assert.AreEqual("MLT020", StrategyClassifier.Classify(handler, isExplicit: true).Reason?.Id);
    }

    [TestMethod]
    public void S23_runtime_async_method_is_told_apart_by_its_flag()
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);
        MethodDefinition method = Find(module, "Shapes.Returning", "Cached");
        method.ImplAttributes |= (MethodImplAttributes)0x2000;

        Assert.AreEqual(WeavingStrategy.RuntimeAsync, StrategyClassifier.Classify(method, isExplicit: false).Strategy);
        method.ReturnType = module.TypeSystem.Int32;
        Assert.AreEqual("MLT022", StrategyClassifier.Classify(method, isExplicit: true).Reason?.Id);
    }

    [TestMethod]
    [DataRow("Shapes.ILTwoPaths", ".ctor", "MLT031")]
    [DataRow("Shapes.ILFlow", "Jump", "MLT028")]
    public void K5_F15_shape_that_only_IL_can_express_is_refused_even_when_asked_for(string type, string method, string id)
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("ShapesIL-Release-net10.0").Path);

        Assert.AreEqual(id, StrategyClassifier.Classify(Find(module, type, method), isExplicit: true).Reason?.Id);
    }

    [TestMethod]
    public void Async_method_without_a_recognisable_machine_says_so()
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);
        MethodDefinition method = Find(module, "Shapes.Asynchronous", "Result");
        TypeDefinition machine = ((TypeReference)method.CustomAttributes.Single(a => a.AttributeType.Name == "AsyncStateMachineAttribute").ConstructorArguments[0].Value).Resolve();
        machine.Methods.Remove(machine.Methods.Single(m => m.Name == "MoveNext"));

        Assert.AreEqual("MLT023", StrategyClassifier.Classify(method, isExplicit: true).Reason?.Id);
    }

    [TestMethod]
    public void K1_S24_MLT030_what_the_compiler_made_for_other_methods_is_never_entered()
    {
        MethodDefinition[] machinery =
        [
            .. from type in s_debug.GetTypes()
               from method in type.Methods
               where method.HasBody && ((method.Name == "MoveNext" && type.HasInterfaces) || method.CustomAttributes.Any(a => a.AttributeType.Name == "ExtensionMarkerAttribute"))
               select method,
        ];

        Assert.IsGreaterThan(10, machinery.Length);
        Assert.IsTrue(machinery.Any(m => m.Name == "Quote"), "the fixture has no extension block");
        foreach (MethodDefinition method in machinery)
        {
            Assert.AreEqual("MLT030", StrategyClassifier.Classify(method, isExplicit: true).Reason?.Id, method.FullName);
        }
    }

    [TestMethod]
    public void Type_of_the_users_own_named_Task_is_an_ordinary_result()
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);
        var own = new TypeDefinition("System.Threading.Tasks", "Task", TypeAttributes.Public, module.TypeSystem.Object);
        module.Types.Add(own);
        MethodDefinition method = Find(module, "Shapes.Returning", "Null");
        method.ReturnType = own;

        Assert.AreEqual(WeavingStrategy.Synchronous, StrategyClassifier.Classify(method, isExplicit: false).Strategy);
    }

    private static MethodDefinition Find(ModuleDefinition module, string type, string method)
        => module.GetType(type).Methods.First(m => m.Name == method);
}
