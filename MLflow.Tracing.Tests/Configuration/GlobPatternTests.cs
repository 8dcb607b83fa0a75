using CsCheck;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Tests.Configuration;

[TestClass]
public sealed class GlobPatternTests
{
    private static readonly Gen<string> s_segment = Gen.String[Gen.Char["AbZ_9é"], 1, 6];
    private static readonly Gen<string> s_name = s_segment.Array[1, 4].Select(static segments => string.Join(".", segments));

    [TestMethod]
    [DataRow("Contoso.Agents", "Contoso.Agents", true)]
    [DataRow("Contoso.Agents", "Contoso.Agents.Tools", false)]
    [DataRow("Contoso.Agents", "contoso.agents", false)]
    [DataRow("Contoso.Agents", "Contoso_Agents", false)]
    [DataRow("Contoso.**", "Contoso", true)]
    [DataRow("Contoso.**", "Contoso.Agents.Tools", true)]
    [DataRow("Contoso.**", "ContosoTools", false)]
    [DataRow("Contoso.*", "Contoso.Agents", true)]
    [DataRow("Contoso.*", "Contoso", false)]
    [DataRow("Contoso.*", "Contoso.Agents.Tools", false)]
    [DataRow("Shop.*.Orders.**", "Shop.EU.Orders", true)]
    [DataRow("Shop.*.Orders.**", "Shop.EU.Orders.Archive.Old", true)]
    [DataRow("Shop.*.Orders.**", "Shop.EU.West.Orders", false)]
    [DataRow("*Tool", "SearchTool", true)]
    [DataRow("*Tool", "Tool", true)]
    [DataRow("*Tool", "Outer.SearchTool", false)]
    [DataRow("Outer.*", "Outer.Inner", true)]
    [DataRow("Run?", "RunA", true)]
    [DataRow("Run?", "Run", false)]
    [DataRow("*", "", true)]
    [DataRow("*", "A.B", false)]
    [DataRow("**", "", true)]
    [DataRow("**", "A.B.C", true)]
    [DataRow(".ctor", ".ctor", true)]
    [DataRow("Run | Stop", "Stop", true)]
    [DataRow("Run|Stop", "RunStop", false)]
    [DataRow("A.**|B", "A.X", true)]
    [DataRow("regex:Run(Async)?", "RunAsync", true)]
    [DataRow("regex:Run", "RunAsync", false)]
    [DataRow("regex:Run", "DoRun", false)]
    [DataRow("regex:Run", "Run\n", false)]
    [DataRow("regex:Run|Stop", "StopNow", false)]
    public void Pattern_when_matched_against_a_name(string pattern, string name, bool expected)
        => Assert.AreEqual(expected, Parse(pattern).IsMatch(name), $"'{pattern}' against '{name}'");

    [TestMethod]
    public void Case_when_ignored_does_not_matter()
        => Assert.IsTrue(Parse("*password*", ignoreCase: true).IsMatch("userPassword"));

    [TestMethod]
    public void Literal_glob_when_matched_is_the_name_and_nothing_else()
        => Gen.Select(s_name, s_name).Sample(static (glob, name) => Parse(glob).IsMatch(name) == (glob == name));

    [TestMethod]
    public void Glob_with_everything_below_when_matched_is_a_prefix_of_whole_segments()
        => Gen.Select(s_name, s_name).Sample(static (glob, name) =>
            Parse(glob + ".**").IsMatch(name) == (name == glob || name.StartsWith(glob + ".", StringComparison.Ordinal)));

    [TestMethod]
    [DataRow("A..B", "MLT004", "two dots")]
    [DataRow("A.", "MLT004", "'A.**'")]
    [DataRow("A**", "MLT004", "whole last segment")]
    [DataRow("A.**.B", "MLT004", "whole last segment")]
    [DataRow("A||B", "MLT004", "empty alternative")]
    [DataRow("List`1", "MLT004", "write 'List'")]
    [DataRow("List<T>", "MLT004", "write 'List'")]
    [DataRow("Outer+Inner", "MLT004", "'Outer.Inner'")]
    [DataRow("A,B", "MLT004", "'|'")]
    [DataRow("^Run$", "MLT004", "'regex:'")]
    [DataRow("A B", "MLT004", "' '")]
    [DataRow("A|regex:B", "MLT004", "stands alone")]
    [DataRow("regex:", "MLT005", "no expression")]
    [DataRow("regex:(Run", "MLT005", "regular expression")]
    [DataRow("regex:a)|(b", "MLT005", "regular expression")]
    public void Pattern_when_malformed_says_what_to_write(string pattern, string id, string expected)
    {
        var result = GlobPattern.TryParse(pattern, ignoreCase: false, out var problem);

        Assert.IsNull(result);
        Assert.AreEqual(id, problem!.Id);
        StringAssert.Contains(problem.Message, expected, StringComparison.Ordinal);
    }

    private static GlobPattern Parse(string pattern, bool ignoreCase = false)
    {
        var result = GlobPattern.TryParse(pattern, ignoreCase, out var problem);
        Assert.IsNotNull(result, problem?.Message);
        return result;
    }
}
