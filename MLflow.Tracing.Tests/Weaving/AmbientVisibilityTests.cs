using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Which methods need not make their span ambient.</summary>
[TestClass]
public sealed class AmbientVisibilityTests
{
    private static readonly ModuleDefinition s_module = WovenFixture.Read(Fixture.Named("Shapes-Release-net10.0").Path);

    [TestMethod]
    [DataRow("Shapes.Flow", "Number")]
    [DataRow("Shapes.Flow", "Text")]
    [DataRow("Shapes.Flow", "Touch")]
    [DataRow("Shapes.Flow", "Several")]
    [DataRow("Shapes.Flow", "Switch")]
    [DataRow("Shapes.Flow", "OnlyThrows")]
    [DataRow("Shapes.Square", "Grow")]
    [DataRow("Shapes.Point", ".ctor")]
    [DataRow("Shapes.Parameters", "Identity")]
    public void Arithmetic_own_leaves_and_audited_calls_are_blind(string type, string method)
        => Assert.IsFalse(CanBeSeen(type, method, also: []));

    [TestMethod]
    [DataRow("Shapes.Flow", "Recursive")]
    [DataRow("Shapes.Flow", "Nested")]
    [DataRow("Shapes.Flow", "PassesThrough")]
    [DataRow("Shapes.Wrapper`1", "Map")]
    [DataRow("Shapes.Named", "Raise")]
    [DataRow("Shapes.Parameters", "Shared")]
    [DataRow("Shapes.Parameters", "AreaOf")]
    [DataRow("Shapes.Parameters", "Describe")]
    [DataRow("Shapes.Parameters", "Make")]
    [DataRow("Shapes.Modern", "Call")]
    [DataRow("Shapes.MemberScenarios", "K8_local_functions_and_lambdas")]
    public void Calls_to_woven_unknown_or_overridable_code_can_see(string type, string method)
        => Assert.IsTrue(CanBeSeen(type, method, also: ["PassesThroughInner"]));

    [TestMethod]
    [DataRow("static class C<T> { static object o = new(); static C() { } static void Run() => C<string>.Other(); static void Other() { } }", DisplayName = "initialiser of another instantiation")]
    [DataRow("static class C { static IFormattable Run(object o) => (IFormattable)o; }", DisplayName = "cast to an interface")]
    [DataRow("static class C { static T Run<T>(object o) => (T)o; }", DisplayName = "cast to a type parameter")]
    [DataRow("static class C { static string Run(int number) => number.ToString(); }", DisplayName = "culture asked for text")]
    [DataRow("static class C { static void Run(System.Text.StringBuilder text, int number) => text.Append(number); }", DisplayName = "culture asked by a builder")]
    public void Code_that_may_run_code_of_the_users_can_see(string source)
    {
        using ModuleDefinition module = SourceModule.Compile(source, optimize: true);
        MethodDefinition run = module.Method("Run");

        Assert.IsTrue(new AmbientVisibility([new SelectedMethod(run, WeavingStrategy.Synchronous, WovenFixture.Span(run), new SelectionOrigin(false, "a test"))]).CanBeSeenFrom(run));
    }

    [TestMethod]
    public void Cycle_of_calls_back_to_the_woven_method_can_see()
        => Assert.IsTrue(CanBeSeen("Shapes.Flow", "Even", also: []));

    [TestMethod]
    public void Flags_have_the_values_that_Core_gives_them()
    {
        foreach (SiteFlags flag in Enum.GetValues<SiteFlags>())
        {
            Assert.AreEqual((int)Enum.Parse<TraceSiteFlags>(flag.ToString()), (int)flag);
        }

        Assert.HasCount(Enum.GetValues<TraceSiteFlags>().Length, Enum.GetValues<SiteFlags>());
    }

    private static bool CanBeSeen(string type, string method, string[] also)
    {
        MethodDefinition root = s_module.GetType(type).Methods.First(m => m.Name == method);
        IEnumerable<MethodDefinition> woven = s_module.GetTypes().SelectMany(t => t.Methods).Where(m => m == root || also.Contains(m.Name));
        var selected = woven.Select(m => new SelectedMethod(m, WeavingStrategy.Synchronous, WovenFixture.Span(m), new SelectionOrigin(false, "a test")));
        return new AmbientVisibility(selected).CanBeSeenFrom(root);
    }
}
