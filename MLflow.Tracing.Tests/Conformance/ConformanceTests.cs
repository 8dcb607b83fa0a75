namespace MLflow.Tracing.Tests.Conformance;

/// <summary>How the page is made from results.</summary>
[TestClass]
public sealed class ConformanceTests
{
    private const string Fixture = "Shapes-Debug-net10.0";

    private static readonly MatrixRow s_row = new("K5", "instance constructors");

    [TestMethod]
    public void Matrix_has_all_rows_once()
    {
        string[] expected = [.. Numbered("F", 22), .. Numbered("P", 22), .. Numbered("K", 32), .. Numbered("S", 24), .. Numbered("B", 27)];

        CollectionAssert.AreEqual(expected, ConformanceMatrix.Rows.Select(r => r.Id).ToArray());
        Assert.IsLessThanOrEqualTo(10, ConformanceMatrix.Rows.Count(r => r.NotRunBecause is not null));
    }

    [TestMethod]
    [DataRow("K5_base_throws", "K5")]
    [DataRow("F3_F4_return_in_nested_regions", "F3,F4")]
    [DataRow("K21_looks_at_K5_itself", "K21")]
    [DataRow("W_F18_switch", "F18")]
    [DataRow("K_iterator", "")]
    [DataRow("What_is_redacted", "")]
    [DataRow("Fixture_S1", "")]
    public void Names_begin_with_the_rows_they_prove(string name, string ids)
        => Assert.AreEqual(ids, string.Join(',', LedgerEntry.IdsOf(name)));

    [TestMethod]
    public void Row_without_a_test_is_missing()
        => Assert.AreEqual(RowResult.Missing, RowResult.Of(s_row, [Entry("Other", "K50")]).Status);

    [TestMethod]
    public void Row_holds_when_all_of_its_tests_and_the_gates_on_its_fixtures_pass()
    {
        LedgerEntry own = Entry("Spans.K5_one", "K5") with { Gate = "S", Fixture = Fixture };
        LedgerEntry scenario = Entry("Behaviour.Same", "K5") with { Gate = "D", Scenario = "K5_two", Fixture = Fixture };
        LedgerEntry whole = Entry("Structure.Compiles") with { Gate = "J", Fixture = Fixture };
        LedgerEntry elsewhere = Entry("Structure.Verifies") with { Gate = "M", Fixture = "Shapes-Debug-net472" };

        RowResult result = RowResult.Of(s_row, [own, scenario, whole, elsewhere]);

        Assert.AreEqual("holds", result.Status);
        CollectionAssert.AreEqual(new[] { "D", "J", "S" }, result.Gates.ToArray());
        CollectionAssert.AreEqual(new[] { "K5_two", "Spans.K5_one" }, result.Tests.ToArray());
        Assert.AreEqual(RowResult.Fails, RowResult.Of(s_row, [own with { HasPassed = false }, scenario]).Status);
        Assert.AreEqual(RowResult.Fails, RowResult.Of(s_row, [own, whole with { HasPassed = false }]).Status);
    }

    [TestMethod]
    public void Refusal_counts_only_with_a_test_that_names_its_diagnostic()
    {
        MatrixRow refused = s_row with { Diagnostic = "MLT028" };

        Assert.AreEqual(RowResult.Missing, RowResult.Of(refused, [Entry("Shapes.K5_is_left_alone", "K5")]).Status);
        Assert.AreEqual("refused by design (MLT028)", RowResult.Of(refused, [Entry("Shapes.K5_MLT028_is_left_alone", "K5")]).Status);
    }

    [TestMethod]
    public void Row_that_cannot_be_run_needs_its_nearest_test_all_the_same()
    {
        MatrixRow elsewhere = s_row with { NotRunBecause = "needs another system" };

        Assert.AreEqual(RowResult.Missing, RowResult.Of(elsewhere, []).Status);
        RowResult result = RowResult.Of(elsewhere, [Entry("Shapes.K5_nearest", "K5")]);
        Assert.AreEqual("not run here", result.Status);
        Assert.Contains("| K5 | not run here | instance constructors. Not run: needs another system. | – | – | Shapes.K5_nearest |", ConformancePage.Of([result]));
    }

    [TestMethod]
    public void Page_names_languages_and_targets_and_the_configuration_if_it_is_only_one()
    {
        LedgerEntry[] entries =
        [
            .. from build in new[] { "Shapes-Debug-net472", "Shapes-Release-net472", "Shapes-Release-net10.0", "ShapesFSharp-Debug-net10.0", "ShapesFSharp-Release-net10.0" }
               select Entry("Spans.K5_one", "K5") with { Fixture = build },
        ];

        Assert.Contains("| C# net10.0 (Release) net472; F# net10.0 |", ConformancePage.Of([RowResult.Of(s_row, entries)]));
        Assert.AreEqual(ConformancePage.Of([RowResult.Of(s_row, entries)]), ConformancePage.Of([RowResult.Of(s_row, [.. entries.Reverse()])]));
    }

    private static IEnumerable<string> Numbered(string letter, int count) => Enumerable.Range(1, count).Select(i => letter + i);

    private static LedgerEntry Entry(string test, params string[] ids) => new(test, null, ids, null, null, HasPassed: true);
}
