using System.Reflection;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary><c>Exceptions="catch"</c>, for hosts without filters: the same results, stack traces and spans, from clauses that every host has.</summary>
[TestClass]
[Gate("D")]
public sealed class CatchHookTests
{
    private const int HangMs = 60_000;

    // The one thing that a catch block changes.
    private const string OrderOfFilters = "F5_F6_filters_in_two_passes";

    // Not the copy that other tests use: type initialisers run once, and their spans are compared too.
    private static readonly Lazy<WovenFixture> s_filtered = new(() => WovenFixture.Weave(Unwoven.Path));
    private static readonly Lazy<WovenFixture> s_caught = new(() => WovenFixture.Weave(Unwoven.Path, exceptions: ExceptionHooks.Catch));
    private static readonly Lazy<WovenFixture> s_forMono = new(() => WovenFixture.Weave(Fixture.Named("Shapes-Release-netstandard2.0").Path, exceptions: ExceptionHooks.Catch));

    public static IEnumerable<object[]> Scenarios => Scenario.In(LoadedFixtures.Of(Unwoven.Path)).Where(static scenario => scenario.Name != OrderOfFilters).Select(static scenario => new object[] { scenario.Name });

    private static Fixture Unwoven => Fixture.Named("Shapes-Release-net10.0");

    [TestMethod]
    [Timeout(HangMs)]
    [DynamicData(nameof(Scenarios))]
    public async Task B18_program_woven_with_catch_blocks_behaves_and_is_recorded_as_with_filters(string scenario)
    {
        Scenario expected = await Scenario.RunAsync(Named(Unwoven.Path, scenario));
        string[] spans = await SpansAsync(s_filtered.Value, scenario, expected);

        CollectionAssert.AreEqual(spans, await SpansAsync(s_caught.Value, scenario, expected));
    }

    [TestMethod]
    public async Task B18_filters_further_out_run_after_finally_blocks_further_in_as_documented()
    {
        Scenario filtered = await Scenario.RunAsync(Named(s_filtered.Value.Path, OrderOfFilters));
        Scenario caught = await Scenario.RunAsync(Named(s_caught.Value.Path, OrderOfFilters));

        Assert.Contains("inner filter outer filter", filtered.Text!);
        Assert.Contains("inner filter inner finally outer filter", caught.Text!);
    }

    [TestMethod]
    public void B18_weaving_with_catch_blocks_adds_neither_filter_nor_fault()
    {
        using ModuleDefinition unwoven = ModuleDefinition.ReadModule(Unwoven.Path);
        using ModuleDefinition filtered = ModuleDefinition.ReadModule(s_filtered.Value.Path);
        using ModuleDefinition caught = ModuleDefinition.ReadModule(s_caught.Value.Path);

        Assert.IsGreaterThan(Clauses(unwoven), Clauses(filtered));
        Assert.AreEqual(Clauses(unwoven), Clauses(caught));

        static int Clauses(ModuleDefinition module)
            => module.GetAllTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
                .Sum(method => method.Body.ExceptionHandlers.Count(clause => clause.HandlerType is ExceptionHandlerType.Filter or ExceptionHandlerType.Fault));
    }

    [TestMethod]
    [DataRow("I")]
    [DataRow("J")]
    [DataRow("P")]
    public void B18_gates_find_nothing_in_catch_blocks(string gate)
        => AssertPasses(new IGate[] { new IlReaderGate(), new PrepareGate(includesNetFramework: true), new SymbolGate() }.Single(g => g.Name == gate), s_caught.Value, Unwoven);

    [TestMethod]
    public void B18_mono_finds_nothing_in_catch_blocks() => AssertPasses(new PeVerifyGate(), s_forMono.Value, Fixture.Named("Shapes-Release-netstandard2.0"));

    private static void AssertPasses(IGate gate, WovenFixture woven, Fixture unwoven)
    {
        GateResult result = gate.Check(woven.Path, unwoven.Path);
        if (result.SkippedBecause is { } reason)
        {
            Assert.Inconclusive($"Gate {gate.Name} was not run: {reason}");
        }

        Assert.IsEmpty(result.NewFindings, string.Join("\n", result.NewFindings));
    }

    // Where threads take part, spans end in any order, and it is chance whether one is still open when its root ends.
    private static async Task<string[]> SpansAsync(WovenFixture woven, string scenario, Scenario expected)
    {
        MethodInfo run = Named(woven.Path, scenario);
        using var session = new RecordingSession();
        Assert.AreEqual(expected, await Scenario.RunAsync(run));
        Assert.IsNull(Mlflow.CurrentSpan, "an ambient span was left behind");
        return [.. (await session.TracesAsync()).SelectMany(static trace => trace.Spans).Select(static span => $"{span.Name} {span.Events.Count}").Order(StringComparer.Ordinal)];
    }

    private static MethodInfo Named(string path, string scenario) => Scenario.Named(LoadedFixtures.Of(path), scenario);
}
