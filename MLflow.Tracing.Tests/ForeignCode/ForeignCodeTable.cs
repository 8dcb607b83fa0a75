using System.Globalization;

namespace MLflow.Tracing.Tests.ForeignCode;

/// <summary>What came of the foreign assemblies, as a table in Markdown.</summary>
internal sealed class ForeignCodeTable
{
    private readonly List<string> _rows = [];

    /// <summary>Adds a line, before anything is asserted: a failure shows in the table, too.</summary>
    public void Add(ForeignAssembly assembly, string how, ForeignWeave weave, int newI, int newJ, bool isSameOff, bool isSameOn, int spans)
    {
        string skipped = string.Join(", ", weave.Skipped.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}: {Number(s.Value)}"));
        _rows.Add($"| {assembly.Name} | {how} | {Number(weave.Methods)} | {Number(weave.Woven)} | {skipped} | {newI} | {newJ} | {Word(isSameOff)} / {Word(isSameOn)} | {Number(spans)} |");
    }

    /// <summary>Prints the table.</summary>
    public void Print() => LongRun.Report(
        "foreign-code",
        [
            "| assembly | asked for | methods | woven | skipped by reason | new I | new J | driver same off / on | spans |",
            "|---|---|---:|---:|---|---:|---:|---|---:|",
            .. _rows,
        ]);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Word(bool isSame) => isSame ? "yes" : "NO";
}
