using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>The gates themselves: each kind of fault is planted into a woven fixture, and the gates that are known to find it do.</summary>
[TestClass]
public sealed class SeededFaultTests
{
    // A build that all gates can judge.
    private const string Build = "Shapes-Debug-netstandard2.0";

    private static readonly IGate[] s_gates = [new IlReaderGate(), new PrepareGate(includesNetFramework: false), new PeVerifyGate(), new SymbolGate()];

    public static IEnumerable<object[]> Faults => SeededFault.All.Select(f => new object[] { f.Name });

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void Fault_is_found_by_the_gates_that_can_see_it(string name)
    {
        SeededFault fault = SeededFault.All.Single(f => f.Name == name);
        string faulty = fault.Into(WovenFixture.Everything(Fixture.Named(Build)));

        string caughtBy = string.Join(" ", s_gates.Where(gate => gate.Check(faulty, Fixture.Named(Build).Path).NewFindings.Count > 0).Select(gate => gate.Name));

        // Without mono the other gates must find what they find with it.
        string expected = PeVerifyGate.MissingBecause is null ? fault.CaughtBy : string.Join(" ", fault.CaughtBy.Split(' ').Where(gate => gate != "M"));
        Assert.AreEqual(expected, caughtBy);
    }
}
