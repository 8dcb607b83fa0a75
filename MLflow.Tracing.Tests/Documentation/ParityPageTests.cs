using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>docs/parity.md names tests as its evidence; they are there.</summary>
[TestClass]
public sealed partial class ParityPageTests
{
    [TestMethod]
    public void Tests_that_the_page_names_exist()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "parity.md"));
        var tests = typeof(ParityPageTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}").Append(type.Name)).ToHashSet();
        var named = Test().Matches(page).Select(static name => name.Groups[1].Value).ToArray();

        Assert.IsGreaterThan(40, named.Length);
        Assert.AreEqual("", string.Join(", ", named.Where(name => !tests.Contains(name))));
    }

    [TestMethod]
    public void Row_without_a_test_says_why()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "parity.md")).Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && line.EndsWith("| |", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', rows.Where(static row => !Reason().IsMatch(row))));
    }

    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"\*[Oo]pen\*|no notebook here|left out")]
    private static partial Regex Reason();
}
