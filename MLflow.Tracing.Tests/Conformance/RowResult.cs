namespace MLflow.Tracing.Tests.Conformance;

/// <summary>What a test run showed of one row.</summary>
internal sealed record RowResult(MatrixRow Row, string Status, IReadOnlyList<string> Gates, IReadOnlyList<string> Fixtures, IReadOnlyList<string> Tests)
{
    public const string Missing = "missing";
    public const string Fails = "fails";

    /// <summary>Judges a row by everything that was run.</summary>
    public static RowResult Of(MatrixRow row, IReadOnlyCollection<LedgerEntry> ledger)
    {
        LedgerEntry[] own = [.. ledger.Where(e => e.Ids.Contains(row.Id))];
        string[] fixtures = [.. own.Select(e => e.Fixture).OfType<string>().Distinct()];
        // A gate that looks at a whole assembly has looked at the row's methods in it.
        LedgerEntry[] all = [.. own, .. ledger.Where(e => e.IsOfWholeFixture && fixtures.Contains(e.Fixture))];
        return new RowResult(
            row,
            StatusOf(row, own, all),
            [.. all.Select(e => e.Gate).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            fixtures,
            [.. own.Select(e => LedgerEntry.IdsOf(e.Scenario ?? "").Contains(row.Id) ? e.Scenario! : e.Test).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static string StatusOf(MatrixRow row, LedgerEntry[] own, LedgerEntry[] all)
        => own.Length == 0 ? Missing
        : all.Any(e => !e.HasPassed) ? Fails
        : row.NotRunBecause is not null ? "not run here"
        : row.Diagnostic is null ? "holds"
        : own.Any(e => e.Test.Contains($"_{row.Diagnostic}", StringComparison.Ordinal)) ? $"refused by design ({row.Diagnostic})"
        : Missing;
}
