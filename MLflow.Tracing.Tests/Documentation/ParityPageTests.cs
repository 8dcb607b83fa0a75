using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Snapshots;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>docs/parity.md names tests as its evidence; they are there, and linked.</summary>
[TestClass]
public sealed partial class ParityPageTests
{
    private const string LinksFollow = "<!-- What follows is written by ParityPageTests. -->";

    private static readonly string s_page = Path.Combine(Repository.Root, "docs", "parity.md");

    [TestMethod]
    public void Tests_that_the_page_names_exist()
    {
        var page = File.ReadAllText(s_page);
        var tests = typeof(ParityPageTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}").Append(type.Name)).ToHashSet();
        var named = Test().Matches(page).Select(static name => name.Groups[1].Value).ToArray();

        Assert.IsGreaterThan(40, named.Length);
        Assert.AreEqual("", string.Join(", ", named.Where(name => !tests.Contains(name))));
    }

    [TestMethod]
    public void Row_without_a_test_says_why()
    {
        var rows = File.ReadAllLines(s_page).Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && line.EndsWith("| |", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', rows.Where(static row => !Reason().IsMatch(row))));
    }

    [TestMethod]
    public void Tests_that_the_page_names_are_linked()
    {
        var page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        var linked = Linked(page);
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "true")
        {
            File.WriteAllText(s_page, linked);
        }

        Assert.AreEqual(linked, File.ReadAllText(s_page).ReplaceLineEndings("\n"), $"The links of docs/parity.md are not in step. Run this test with {Snapshot.AcceptVariable}=true to write them.");
    }

    private static string Linked(string page)
    {
        var text = Link().Replace(page.Split(LinksFollow)[0].TrimEnd('\n'), "$1");
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "MLflow.Tracing.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToDictionary(static file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        var classes = Test().Matches(text).Select(static name => name.Groups[1].Value.Split('.')[0]).Distinct().Order(StringComparer.Ordinal);
        var links = classes.Select(name => $"[{name}]: ../{files[name]}\n");
        return $"{Test().Replace(text, static name => $"[{name.Value}][{name.Groups[1].Value.Split('.')[0]}]")}\n\n{LinksFollow}\n\n{string.Concat(links)}";
    }

    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"\[(`\w+Tests(?:\.\w+)?`)\]\[\w+\]")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*[Oo]pen\*|no notebook here|left out")]
    private static partial Regex Reason();
}
