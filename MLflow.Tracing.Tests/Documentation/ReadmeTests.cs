using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Snapshots;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>The code under "Basic usage" in the README is that of <c>samples/BasicUsage</c>, whose traces <see cref="Samples.BasicUsageTests"/> reads.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    private static readonly string s_page = Path.Combine(Repository.Root, "README.md");

    private static readonly IReadOnlyDictionary<string, string> s_regions = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "BasicUsage"), "*.cs")
        .SelectMany(static file => Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        .ToDictionary(static region => region.Groups["name"].Value, static region => region.Groups["code"].Value);

    [TestMethod]
    public void Basic_usage_shows_wrapper_nested_calls_attribute_block_manual_span_sessions_and_users()
    {
        var titles = Part().Matches(BasicUsage(File.ReadAllText(s_page))).Select(static part => part.Groups["title"].Value).ToArray();

        CollectionAssert.AreEqual(new[] { "Wrapper", "Nested calls", "Attribute", "Block", "Manual span", "Sessions and users" }, titles);
        CollectionAssert.AreEquivalent(s_regions.Keys.ToArray(), titles.Select(RegionOf).ToArray());
    }

    [TestMethod]
    public void Code_of_basic_usage_is_that_of_the_sample()
    {
        var page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        var section = BasicUsage(page);
        var generated = page.Replace(
            section,
            Part().Replace(section, static part => $"{part.Groups["before"].Value}{s_regions[RegionOf(part.Groups["title"].Value)]}\n{part.Groups["after"].Value}"),
            StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "true")
        {
            File.WriteAllText(s_page, generated);
        }

        Assert.AreEqual(generated, File.ReadAllText(s_page).ReplaceLineEndings("\n"), $"The code is taken from samples/BasicUsage. Run this test with {Snapshot.AcceptVariable}=true to write it into README.md, and read the change.");
    }

    [TestMethod]
    public void Index_of_the_documentation_lists_the_pages_that_there_are()
    {
        var folder = Path.Combine(Repository.Root, "docs");
        var pages = Directory.EnumerateFileSystemEntries(folder).Select(static page => Path.GetFileName(page)).Where(static page => page != "README.md").Order(StringComparer.Ordinal).ToArray();
        var listed = Entry().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(static entry => entry.Groups["page"].Value).Order(StringComparer.Ordinal).ToArray();

        CollectionAssert.AreEqual(pages, listed, $"There are {string.Join(", ", pages)}; listed are {string.Join(", ", listed)}.");
    }

    private static string BasicUsage(string page) => Section().Match(page.ReplaceLineEndings("\n")).Value;

    private static string RegionOf(string title) => char.ToLowerInvariant(title[0]) + title[1..];

    [GeneratedRegex("^## Basic usage\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    // A title, some words, and one block of code.
    [GeneratedRegex("(?<before>^### (?<title>.+)\n(?:(?!#|```).*\n)*```csharp\n)(?:(?!```).*\n)*(?<after>```)", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\| \[[^\]]+\]\((?<page>[^)/]+)\)", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex("^#region (?<name>[^\n]+)\n(?<code>.*?)\n#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
