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

    private static readonly IGate[] s_gates = [new IlReaderGate(), new PrepareGate(includesNetFramework: true)];

    public static IEnumerable<object[]> Gated
        => from fixture in Asked
           from gate in s_gates
           select new object[] { fixture.ToString(), gate.Name };

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
    [Gate]
    [DynamicData(nameof(Gated))]
    public void Fixture_of_which_everything_was_asked_for_has_no_finding_that_the_unwoven_one_has_not(string fixture, string gate)
    {
        GateResult result = s_gates.Single(g => g.Name == gate).Check(WovenFixture.EverythingAsked(Fixture.Named(fixture)).Path, Fixture.Named(fixture).Path);

        Assert.IsNull(result.SkippedBecause);
        Assert.IsEmpty(result.NewFindings, string.Join("\n", result.NewFindings));
    }
}
