using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class RuleDiagnosticTests
{
    private const string Code = """
        namespace Contoso.Agents.Planning
        {
            public class Planner { void Plan() => Console.WriteLine(); public class Step { void Do() => Console.WriteLine(); } }
            public record Model(int Id) { public int Get() => 1; }
        }
        """;

    [TestMethod]
    [DataRow("<Include Namespace='Contoso.Agnets.**'/>", "Did you mean 'Contoso.Agents.**'?")]
    [DataRow("<Include Namespace='Contoso.Agents'/>", "'Contoso.Agents.**', that namespace and everything below")]
    [DataRow("<Include Namespace='contoso.agents.planning'/>", "Did you mean 'Contoso.Agents.Planning'?")]
    [DataRow("<Include Type='Planer'/>", "Did you mean 'Planner'?")]
    [DataRow("<Include Type='Step'/>", "Did you mean 'Planner.Step'?")]
    [DataRow("<Include Type='Contoso.Agents.Planning.Planner'/>", "write Namespace=\"Contoso.Agents.Planning\" Type=\"Planner\"")]
    [DataRow("<Include Type='Planner' Method='Paln'/>", "Did you mean 'Plan'?")]
    [DataRow("<Include Type='Planner' Method='Plan' Visibility='public'/>", "visibility")]
    [DataRow("<Exclude Type='Unrelated'/>", "No type matches Type=\"Unrelated\".")]
    [DataRow("<Include Type='regex:Plan(n)?'/>", "No type matches")]
    [DataRow("<Redact Parameter='secret'/>", "matches no parameter")]
    public void Own_rule_when_it_matches_nothing_is_a_warning_with_a_hint(string rule, string expected)
    {
        var diagnostic = SelectionRun.Of(Code, rule).Diagnostics.Single();

        Assert.AreEqual(("MLT060", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        StringAssert.Contains(diagnostic.Message, expected, StringComparison.Ordinal);
        Assert.AreEqual(("FodyWeavers.xml", 1), (diagnostic.File, diagnostic.Line));
    }

    [TestMethod]
    public void Inherited_rule_when_it_matches_nothing_is_information()
    {
        var diagnostic = SelectionRun.Of(Code, "<Include Type='Elsewhere'/>", "").Diagnostics.Single();

        Assert.AreEqual(("MLT060", DiagnosticSeverity.Information), (diagnostic.Id, diagnostic.Severity));
    }

    [TestMethod]
    public void Redaction_with_wildcards_when_it_catches_nothing_is_information()
        => Assert.AreEqual(DiagnosticSeverity.Information, SelectionRun.Of(Code, "<Redact Parameter='*password*'/>").Diagnostics.Single().Severity);

    [TestMethod]
    public void Rule_when_all_it_matches_is_left_out_says_why()
    {
        var diagnostic = SelectionRun.Of(Code, "<Include Type='Model'/>").Diagnostics.Single();

        Assert.AreEqual(("MLT061", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        StringAssert.Contains(diagnostic.Message, "trivial: 1", StringComparison.Ordinal);
        StringAssert.Contains(diagnostic.Message, "compiler-generated: ", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Rule_when_something_stronger_weaves_what_it_matches_is_silent()
        => Assert.IsEmpty(SelectionRun.Of("class C { [Trace] void Run() { } }", "<Include Type='C'/>").Diagnostics);

    [TestMethod]
    public void Rules_when_they_match_are_counted()
    {
        var rules = SelectionRun.Of(Code, "<Include Type='Planner' Method='Plan'/><Exclude Type='Planner.**' Method='*'/>").Result.Rules;

        CollectionAssert.AreEqual(new[] { 1, 4 }, rules.Select(static rule => rule.Matches).ToArray(), "Exclude: Plan, Do and two constructors");
    }
}
