using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>
/// Gate S, the part that a run cannot show: a span that is ended twice looks as if it was ended once, so the code is asked how often it calls each hook.
/// </summary>
[TestClass]
public sealed class HookCallTests
{
    public static IEnumerable<object[]> Fixtures => Fixture.All.Select(f => new object[] { f.ToString() });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void Wrapped_body_begins_its_span_once_and_ends_it_once_before_each_return(string fixture)
    {
        using ModuleDefinition module = WovenFixture.Read(WovenFixture.Everything(Fixture.Named(fixture)).Path);

        string[] wrong = [.. HookCalls.Wrong(module)];

        Assert.IsEmpty(wrong, string.Join("\n", wrong));
        Assert.IsGreaterThan(5, module.GetTypes().SelectMany(t => t.Methods).Count(HookCalls.IsWrapped));
    }

    [TestMethod]
    [DataRow(1, 2)]
    [DataRow(-1, 0)]
    public void Seeded_fault_in_the_number_of_endings_is_found(int change, int endings)
    {
        using ModuleDefinition module = WovenFixture.Read(WovenFixture.Everything(Fixture.Named("Shapes-Release-net10.0")).Path);
        MethodDefinition method = SeededFault.Flow(module, "Text");
        SeededEndings.Change(method, change);

        string[] wrong = [.. HookCalls.Wrong(module)];

        CollectionAssert.AreEqual(new[] { $"{method.FullName}: returns after {endings} endings" }, wrong);
    }
}
