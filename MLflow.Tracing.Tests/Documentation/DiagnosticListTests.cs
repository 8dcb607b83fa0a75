using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Documentation;

[TestClass]
public sealed partial class DiagnosticListTests
{
    [TestMethod]
    public void Every_id_in_the_sources_is_listed_with_cause_and_remedy()
    {
        var listed = DiagnosticId().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics.md")))
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);

        var missing = SourceFiles()
            .SelectMany(file => DiagnosticId().Matches(File.ReadAllText(file)).Select(match => match.Value))
            .Where(id => !listed.Contains(id))
            .Distinct(StringComparer.Ordinal);

        Assert.IsGreaterThan(40, listed.Count);
        Assert.AreEqual(string.Empty, string.Join(", ", missing));
    }

    private static IEnumerable<string> SourceFiles()
        => new[] { "MLflow.Tracing.Core", "MLflow.Tracing.Weaver" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex("MLT[0-9]{3}")]
    private static partial Regex DiagnosticId();
}
