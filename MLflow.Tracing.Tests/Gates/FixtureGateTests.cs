using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Gates I, J, M and P over every build of every fixture, against the unwoven build.</summary>
[TestClass]
public sealed class FixtureGateTests
{
    private static readonly IGate[] s_gates = [new IlReaderGate(), new PrepareGate(includesNetFramework: true), new PeVerifyGate(), new SymbolGate()];

    // Mono reads what is made for netstandard2.0 and net472, and not the metadata of net10.0.
    public static IEnumerable<object[]> Gated
        => from fixture in Fixture.All
           from gate in s_gates
           where gate is not PeVerifyGate || fixture.Framework != "net10.0"
           select new object[] { fixture.ToString(), gate.Name };

    [TestMethod]
    [Gate]
    [DynamicData(nameof(Gated))]
    public void Woven_fixture_has_no_finding_that_the_unwoven_one_has_not(string fixture, string gate)
    {
        GateResult result = Check(fixture, gate);

        Assert.IsEmpty(result.NewFindings, string.Join("\n", result.NewFindings));
    }

    [TestMethod]
    [DynamicData(nameof(Gated))]
    public void Gate_says_nothing_about_a_fixture_compared_with_itself(string fixture, string gate)
    {
        string path = Fixture.Named(fixture).Path;

        Assert.IsEmpty(s_gates.Single(g => g.Name == gate).Check(path, path).NewFindings);
    }

    private static GateResult Check(string fixture, string gate)
    {
        GateResult result = s_gates.Single(g => g.Name == gate).Check(WovenFixture.Everything(Fixture.Named(fixture)).Path, Fixture.Named(fixture).Path);
        if (result.SkippedBecause is { } reason)
        {
            Assert.Inconclusive($"Gate {gate} was not run: {reason}");
        }

        return result;
    }
}
