using System.Xml.Linq;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Configuration;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>What the pages promise: links lead somewhere, code compiles, configuration is understood.</summary>
[TestClass]
public sealed class PageTests
{
    private static readonly Dictionary<string, Page> s_pages = Page.All.ToDictionary(static page => page.Path);

    [TestMethod]
    public void Links_lead_to_a_file_and_to_a_heading_in_it()
    {
        var links = Page.All.SelectMany(static page => page.Links.Select(link => (Page: page, link.Target, link.Place))).ToArray();

        Assert.IsGreaterThan(100, links.Length);
        AssertNone(links.Select(static link => Problem(link.Page, link.Target) is { } problem ? $"{link.Place}: {link.Target}: {problem}" : null));
    }

    [TestMethod]
    public void CSharp_compiles()
    {
        var samples = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs", SearchOption.AllDirectories).Select(static file => File.ReadAllText(file).ReplaceLineEndings("\n")).ToArray();
        var blocks = Blocks("csharp").Where(block => !samples.Any(sample => sample.Contains(block.Code, StringComparison.Ordinal))).Select(static block => new CodeExample(block.Place, block.Code)).ToArray();

        Assert.IsNotEmpty(blocks);
        AssertNone(ExampleCompiler.Complaints(blocks));
    }

    [TestMethod]
    public void Configuration_of_the_weaver_is_understood()
    {
        var elements = Blocks("xml").SelectMany(static block => XElement.Parse($"<Page>{block.Code}</Page>").Descendants("MLflow.Tracing").Select(element => (block.Place, Element: element))).ToArray();

        Assert.IsNotEmpty(elements);
        AssertNone(elements.SelectMany(static found => ConfigurationXml.DiagnosticsOf(found.Element.ToString()).Select(diagnostic => $"{found.Place}: {diagnostic}")));
    }

    [TestMethod]
    public void Json_is_json() => AssertNone(Blocks("json").Select(static block => JsonProblem(block)));

    [TestMethod]
    public void Yaml_is_yaml_and_pipelines_of_a_collector_name_what_is_configured()
    {
        var blocks = Blocks("yaml").ToArray();

        Assert.IsGreaterThan(1, blocks.Count(static block => CollectorConfiguration.Is(block.Code)));
        AssertNone(blocks.Select(static block => CollectorConfiguration.Problem(block.Code) is { } problem ? $"{block.Place}: {problem}" : null));
    }

    [TestMethod]
    public void Code_says_what_it_is()
        => AssertNone(Page.All.SelectMany(static page => page.Blocks).Where(static block => block.Language is not ("csharp" or "cs" or "fsharp" or "vb" or "xml" or "json" or "yaml" or "sh" or "text" or "mermaid" or "il")).Select(static block => $"{block.Place}: '{block.Language}'"));

    [TestMethod]
    public void Headings_have_the_anchors_that_GitHub_gives_them()
    {
        Assert.Contains("attributes-of-mlflowtracing", s_pages["docs/configuration.md"].Anchors);
        Assert.Contains("mlt001", s_pages["docs/diagnostics.md"].Anchors);
    }

    [TestMethod]
    [DataRow("nowhere.md")]
    [DataRow("configuration.md#nothing")]
    [DataRow("http://example.org")]
    public void Link_that_leads_nowhere_is_found(string target) => Assert.IsNotNull(Problem(s_pages["docs/README.md"], target));

    private static string? Problem(Page page, string target)
    {
        if (target.Contains(':', StringComparison.Ordinal))
        {
            return Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? null : "no https address";
        }

        var (file, anchor) = target.Split('#') is [var path, var fragment] ? (path, fragment) : (target, null);
        var found = file.Length == 0 ? page.Path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, file));
        return !Path.Exists(Path.Combine(Repository.Root, found)) ? "there is no such file"
            : anchor is not null && !(s_pages.TryGetValue(found, out var other) && other.Anchors.Contains(anchor)) ? "there is no such heading"
            : null;
    }

    private static string? JsonProblem(CodeBlock block)
    {
        try
        {
            JToken.Parse(block.Code);
            return null;
        }
        catch (JsonException exception)
        {
            return $"{block.Place}: {exception.Message}";
        }
    }

    private static IEnumerable<CodeBlock> Blocks(string language) => Page.All.SelectMany(static page => page.Blocks).Where(block => block.Language == language);

    private static void AssertNone(IEnumerable<string?> problems) => Assert.AreEqual("", string.Join('\n', problems.Where(static problem => problem is not null)));
}
