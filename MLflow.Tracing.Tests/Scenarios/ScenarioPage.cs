using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>The table of docs/parity.md that says why a recorded behaviour is not ours.</summary>
internal static partial class ScenarioPage
{
    private const string Heading = "## Where the TypeScript SDK's recorded behaviour is not ours";

    /// <summary>The records that have a row.</summary>
    public static IReadOnlyCollection<string> Records { get; } = [.. Lines.Where(line => Row().IsMatch(line)).SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries))];

    /// <summary>What is told of all records.</summary>
    public static string RowsOfAll { get; } = string.Join('\n', Lines.Where(line => line.StartsWith("| all |", StringComparison.Ordinal)));

    private static IEnumerable<string> Lines => File.ReadAllLines(Path.Combine(Repository.Root, "docs", "parity.md")).SkipWhile(line => line != Heading);

    /// <summary>What the page calls a file: <c>07</c>, or <c>v0.1.1-02</c>.</summary>
    public static string RecordOf(string file) => Number().Match(file).Value;

    /// <summary>The name of the test of a file.</summary>
    public static string TestOf(string file) => "S" + Version().Replace(Path.GetFileNameWithoutExtension(file), string.Empty).Replace('-', '_');

    [GeneratedRegex(@"^\| (v[\d.]+-)?\d\d")]
    private static partial Regex Row();

    [GeneratedRegex(@"^(v[\d.]+-)?\d\d")]
    private static partial Regex Number();

    [GeneratedRegex(@"^v[\d.]+-")]
    private static partial Regex Version();
}
