using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>
/// Gates D, I and J for what is woven only when an attribute asks: initialisers, finalizers, inlined methods, native callbacks. Fixtures with tail
/// calls are left out; asked for, those become ordinary calls and fill the stack, as documented.
/// </summary>
[TestClass]
public sealed class AskedBehaviourTests
{
    // Only a hang takes this long.
    private const int HangMs = 60_000;

    public static IEnumerable<object[]> Fixtures => Asked.Select(f => new object[] { f.ToString() });

    public static IEnumerable<object[]> Scenarios
        => from fixture in Asked
           from scenario in Scenario.In(LoadedFixtures.Of(fixture.Path))
           select new object[] { fixture.ToString(), scenario.Name };

    private static IEnumerable<Fixture> Asked => Fixture.All.Where(f => f.Project is "Shapes" or "ShapesVisualBasic");

    [TestMethod]
    [Gate("D")]
    [Timeout(HangMs)]
    [DynamicData(nameof(Scenarios))]
    public async Task Program_of_which_everything_was_asked_for_behaves_as_before(string fixture, string scenario)
    {
        Scenario expected = await Scenario.RunAsync(Scenario.Named(LoadedFixtures.Of(Fixture.Named(fixture).Path), scenario));
        System.Reflection.MethodInfo woven = Scenario.Named(LoadedFixtures.Of(WovenFixture.EverythingAsked(Fixture.Named(fixture)).Path), scenario);

        Assert.AreEqual(expected, await Scenario.RunAsync(woven), "off");
        using var session = new RecordingSession();
        Assert.AreEqual(expected, await Scenario.RunAsync(woven), "on");
        Assert.IsNull(Mlflow.CurrentSpan, "an ambient span was left behind");
        Assert.IsNotEmpty(await session.TracesAsync());
    }

    [TestMethod]
    [Gate("I")]
    [DynamicData(nameof(Fixtures))]
    public void Decompiler_finds_no_fault_when_everything_was_asked_for(string fixture)
    {
        string[] added = [.. IlReaderGate.Findings(WovenFixture.EverythingAsked(Fixture.Named(fixture)).Path).Except(IlReaderGate.Findings(Fixture.Named(fixture).Path))];

        Assert.IsEmpty(added, string.Join("\n", added));
    }

    [TestMethod]
    [Gate("J")]
    [DynamicData(nameof(Fixtures))]
    public void Every_method_compiles_when_everything_was_asked_for(string fixture)
    {
        (int prepared, IReadOnlyList<string> failures) = PrepareGate.Run(LoadedFixtures.Of(WovenFixture.EverythingAsked(Fixture.Named(fixture)).Path));

        Assert.IsEmpty(failures, string.Join("\n", failures));
        Assert.IsGreaterThan(10, prepared);
    }
}
