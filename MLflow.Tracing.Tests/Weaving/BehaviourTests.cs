using System.Reflection;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate D: a woven program does what the unwoven one does, with tracing off and on, down to the lines of its stack traces.</summary>
[TestClass]
[Gate("D")]
public sealed class BehaviourTests
{
    // Only a hang takes this long.
    private const int HangMs = 60_000;

    public static IEnumerable<object[]> Scenarios
        => from fixture in Fixture.All
           from scenario in Scenario.In(LoadedFixtures.Of(fixture.Path))
           select new object[] { fixture.ToString(), scenario.Name };

    [TestMethod]
    [Timeout(HangMs)]
    [DynamicData(nameof(Scenarios))]
    public async Task Woven_program_behaves_as_before_when_tracing_is_off(string fixture, string scenario)
    {
        (MethodInfo unwoven, MethodInfo woven) = Pair(fixture, scenario);

        Assert.AreEqual(await Scenario.RunAsync(unwoven), await Scenario.RunAsync(woven));
    }

    [TestMethod]
    [Timeout(HangMs)]
    [DynamicData(nameof(Scenarios))]
    public async Task Woven_program_behaves_as_before_when_tracing_is_on(string fixture, string scenario)
    {
        (MethodInfo unwoven, MethodInfo woven) = Pair(fixture, scenario);
        Scenario expected = await Scenario.RunAsync(unwoven);
        using var session = new RecordingSession();

        Assert.AreEqual(expected, await Scenario.RunAsync(woven));
        Assert.IsNull(Mlflow.CurrentSpan, "an ambient span was left behind");
        Assert.IsNotEmpty(await session.TracesAsync());
    }

    [TestMethod]
    [Timeout(HangMs)]
    [DynamicData(nameof(Scenarios))]
    public async Task Woven_program_behaves_as_before_when_its_traces_are_sampled_out(string fixture, string scenario)
    {
        (MethodInfo unwoven, MethodInfo woven) = Pair(fixture, scenario);
        Scenario expected = await Scenario.RunAsync(unwoven);
        using var session = new RecordingSession(o => o.SamplingRatio = 0);

        Assert.AreEqual(expected, await Scenario.RunAsync(woven));
        Assert.IsNull(Mlflow.CurrentSpan, "an ambient span was left behind");
        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    public void B1_debug_and_release_builds_run_the_same_scenarios()
    {
        string[][] configurations =
        [
            .. from fixture in Fixture.All
               group fixture by fixture.Configuration into builds
               select builds.SelectMany(f => Scenario.In(LoadedFixtures.Of(f.Path)).Select(s => $"{f.Project} {f.Framework} {s.Name}")).Order(StringComparer.Ordinal).ToArray(),
        ];

        Assert.HasCount(2, configurations);
        Assert.IsGreaterThan(100, configurations[0].Length);
        CollectionAssert.AreEqual(configurations[0], configurations[1]);
    }

    private static (MethodInfo Unwoven, MethodInfo Woven) Pair(string name, string scenario)
    {
        Fixture fixture = Fixture.Named(name);
        return (
            Scenario.Named(LoadedFixtures.Of(fixture.Path), scenario),
            Scenario.Named(LoadedFixtures.Of(WovenFixture.Everything(fixture).Path), scenario));
    }
}
