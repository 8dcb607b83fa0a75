using System.Reflection;
using MLflow.Tracing.Tests.Recording;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gates D and S find what was planted for them.</summary>
[TestClass]
public sealed class SeededBehaviourTests
{
    private const string Build = "Shapes-Release-net10.0";

    [TestMethod]
    public async Task D_result_that_got_lost_makes_a_scenario_differ()
    {
        Fixture fixture = Fixture.Named(Build);
        Assembly faulty = FixtureContext.Load(Plant(module => SeededEndings.LoseResult(SeededFault.Flow(module, "Several"))));
        Assembly unwoven = LoadedFixtures.Of(fixture.Path);

        string[] differing = await DifferingAsync(unwoven, faulty);
        string[] differingWithoutFault = await DifferingAsync(unwoven, LoadedFixtures.Of(WovenFixture.Everything(fixture).Path));

        CollectionAssert.AreEqual(new[] { "F2_several_returns" }, differing);
        Assert.IsEmpty(differingWithoutFault);
    }

    [TestMethod]
    public async Task S_span_that_is_not_ended_makes_no_trace()
    {
        Assembly faulty = FixtureContext.Load(Plant(module => SeededEndings.Change(SeededFault.Flow(module, "Text"), -1)));
        using var session = new RecordingSession();

        Assert.AreEqual("hi!", WovenCalls.Invoke(faulty, "Shapes.Flow", "Text", "hi"));

        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    public async Task S_span_that_is_ended_twice_is_recorded_once_all_the_same()
    {
        Assembly faulty = FixtureContext.Load(Plant(module => SeededEndings.Change(SeededFault.Flow(module, "Text"), 1)));
        using var session = new RecordingSession();

        Assert.AreEqual("hi!", WovenCalls.Invoke(faulty, "Shapes.Flow", "Text", "hi"));

        Assert.HasCount(1, (await session.SingleTraceAsync()).Spans);
        Assert.IsNull(Mlflow.CurrentSpan);
    }

    private static string Plant(Action<ModuleDefinition> fault)
    {
        WovenFixture woven = WovenFixture.Everything(Fixture.Named(Build));
        using ModuleDefinition module = WovenFixture.Read(woven.Path);
        fault(module);
        return WovenFixture.Write(module, woven.Path);
    }

    private static async Task<string[]> DifferingAsync(Assembly unwoven, Assembly woven)
    {
        var differing = new List<string>();
        foreach (MethodInfo scenario in Scenario.In(unwoven))
        {
            if (await Scenario.RunAsync(scenario) != await Scenario.RunAsync(Scenario.Named(woven, scenario.Name)))
            {
                differing.Add(scenario.Name);
            }
        }

        return [.. differing];
    }
}
