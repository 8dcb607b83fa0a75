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
