using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>Holds <c>docs/environment.md</c> and the code together.</summary>
[TestClass]
public sealed partial class EnvironmentPageTests
{
    private static readonly string[] s_readers = ["EnvironmentOptions.cs", "OtlpEnvironment.cs", "Export/DatabricksCredentials.cs", "MlflowClient.cs"];

    private static readonly IReadOnlyList<(string Variable, string Here, string Default, string Test)> s_rows =
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "environment.md")))
            .Select(static row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value.Trim(), row.Groups[4].Value.Trim())),
    ];

    [TestMethod]
    public void Variables_that_the_page_says_are_read_are_those_that_the_code_reads()
    {
        var read = s_readers.SelectMany(static file => Variable().Matches(File.ReadAllText(Path.Combine(Repository.Root, "MLflow.Tracing.Core", file)))).Select(static name => name.Groups[1].Value);

        CollectionAssert.AreEquivalent(read.Distinct().ToArray(), s_rows.Where(IsRead).Select(static row => row.Variable).ToArray());
    }

    [TestMethod]
    public void Row_of_a_variable_that_is_read_names_its_default_and_a_test_that_exists()
    {
        var tests = typeof(EnvironmentPageTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods().Select(method => $"`{type.Name}.{method.Name}`")).ToHashSet();

        Assert.AreEqual("", string.Join('\n', s_rows.Where(row => IsRead(row) && (row.Default.Length == 0 || !tests.Contains(row.Test))).Select(static row => $"{row.Variable}: {row.Test}")));
        Assert.AreEqual("", string.Join('\n', s_rows.GroupBy(static row => row.Variable).Where(static rows => rows.Count() > 1).Select(static rows => rows.Key)));
    }

    private static bool IsRead((string Variable, string Here, string Default, string Test) row) => !row.Here.StartsWith("Not read", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(\w+)` \| (.*?) \|(.*?)\|(.*?)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("\"((?:MLFLOW|DATABRICKS|OTEL)_[A-Z0-9_]+)\"")]
    private static partial Regex Variable();
}
