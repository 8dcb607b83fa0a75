using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>The arrows between projects in CONTRIBUTING.md are the references that there are.</summary>
[TestClass]
public sealed partial class ArchitectureDiagramTests
{
    private const string Prefix = "MLflow.Tracing.";

    [TestMethod]
    public void Arrows_are_the_project_references()
    {
        var diagram = Page.All.Single(static page => page.Path == "CONTRIBUTING.md").Blocks.Single(static block => block.Language == "mermaid").Code;
        var drawn = Arrow().Matches(diagram).Select(static arrow => $"{arrow.Groups["from"].Value} --> {arrow.Groups["to"].Value}");

        CollectionAssert.AreEqual(References().Distinct().Order(StringComparer.Ordinal).ToList(), drawn.Order(StringComparer.Ordinal).ToList());
    }

    // what ships, and what that is made with
    private static IEnumerable<string> References()
        => new[] { "MLflow.Tracing.Core", "MLflow.Tracing.Weaver", "MLflow.Tracing.Cli", "integrations" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .SelectMany(static project => XDocument.Load(project).Descendants("ProjectReference").Select(reference => $"{Name(project)} --> {Name((string)reference.Attribute("Include")!)}"));

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project)[Prefix.Length..];

    [GeneratedRegex(@"^ *(?<from>[\w.]+) --> (?<to>[\w.]+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
