using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Reporting;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Reporting;

[TestClass]
public sealed class ReportJsonTests
{
    private const string Code = """
        using System.Runtime.InteropServices;
        namespace Contoso.Agents;
        public class Planner
        {
            public int Plan(string goal, [Redact] string key) => goal.Length;
            [NoTrace] public void Quiet() => Console.WriteLine();
            [Trace, DllImport("x")] public static extern void Native();
            [Trace(Name = "go", SpanType = SpanType.Tool, CaptureOutputs = false)] [return: Redact] public string Run() => "";
        }
        public class Elsewhere { void Idle() => Console.WriteLine(); }
        """;

    [TestMethod]
    public void Report_when_written_has_one_entry_a_method_with_decision_and_reason()
    {
        var methods = Json()["methods"]!.ToDictionary(static entry => entry["method"] + "/" + entry["type"]);

        AssertEntry(methods["Plan/Planner"], """
            {
              "namespace": "Contoso.Agents", "type": "Planner", "method": "Plan",
              "signature": "System.Int32 Contoso.Agents.Planner::Plan(System.String,System.String)",
              "outcome": "woven", "chosenBy": "<Include Type=\"Planner\" SpanType=\"AGENT\" /> (FodyWeavers.xml:1)",
              "strategy": "synchronous", "spanName": "Plan", "spanType": "AGENT", "captureInputs": true, "captureOutputs": true, "redacted": ["key"]
            }
            """);
        AssertEntry(methods["Run/Planner"], """
            {
              "namespace": "Contoso.Agents", "type": "Planner", "method": "Run", "signature": "System.String Contoso.Agents.Planner::Run()",
              "outcome": "woven", "chosenBy": "[Trace]",
              "strategy": "synchronous", "spanName": "go", "spanType": "TOOL", "captureInputs": true, "captureOutputs": false, "redacted": ["return"]
            }
            """);
        AssertEntry(methods["Native/Planner"], """
            {
              "namespace": "Contoso.Agents", "type": "Planner", "method": "Native", "signature": "System.Void Contoso.Agents.Planner::Native()",
              "outcome": "skipped", "chosenBy": "[Trace]", "reason": { "id": "MLT020", "text": "it has no body. Remove the attribute." }
            }
            """);
        AssertEntry(methods["Quiet/Planner"], """
            {
              "namespace": "Contoso.Agents", "type": "Planner", "method": "Quiet", "signature": "System.Void Contoso.Agents.Planner::Quiet()",
              "outcome": "excluded", "chosenBy": "[NoTrace]"
            }
            """);
        AssertEntry(methods["Planner/Planner"], """
            {
              "namespace": "Contoso.Agents", "type": "Planner", "method": "Planner", "signature": "System.Void Contoso.Agents.Planner::.ctor()",
              "outcome": "leftOut", "chosenBy": "<Include Type=\"Planner\" SpanType=\"AGENT\" /> (FodyWeavers.xml:1)",
              "reason": { "id": "constructor", "text": "is a constructor" }
            }
            """);
        AssertEntry(methods["Idle/Elsewhere"], """
            {
              "namespace": "Contoso.Agents", "type": "Elsewhere", "method": "Idle", "signature": "System.Void Contoso.Agents.Elsewhere::Idle()",
              "outcome": "notAskedFor"
            }
            """);
        Assert.HasCount(7, methods);
    }

    [TestMethod]
    public void Report_when_written_counts_and_lists_rules_and_diagnostics()
    {
        var json = Json();

        AssertEntry(json["summary"]!, """
            {
              "text": "MLflow.Tracing: wove 2 methods in 1 type, skipped 1",
              "woven": 2, "types": 1, "skipped": 1, "leftOut": 1, "excluded": 1, "notAskedFor": 2, "tracesLlmCalls": false, "selectionMs": 12.5, "emissionMs": 0
            }
            """);
        AssertEntry(json["rules"]!, """
            [{ "rule": "<Include Type=\"Planner\" SpanType=\"AGENT\" />", "file": "FodyWeavers.xml", "line": 1, "inherited": false, "matches": 5 }]
            """);
        AssertEntry(json["diagnostics"]!, """
            [{ "id": "MLT099", "severity": "warning", "message": "Something", "file": "Code.cs", "line": 3 }]
            """);
        Assert.AreEqual("abc", (string?)json["configurationHash"]);
        Assert.AreEqual("Fixture, Version=0.0.0.0", (string?)json["assembly"]);
        Assert.AreEqual(EngineVersion.Current, (string?)json["engineVersion"]);
    }

    [TestMethod]
    public void Summary_when_a_report_was_written_names_it()
        => Assert.AreEqual("MLflow.Tracing: wove 2 methods in 1 type, skipped 1, see obj/weaving.json", Report().Summary("obj/weaving.json"));

    [TestMethod]
    public void Types_when_counted_take_a_lambda_for_the_type_it_was_written_in()
    {
        var run = SelectionRun.Of("class C { [Trace] void Run() { Action x = [Trace] () => { }; x(); } } class D { [Trace] void Go() { } }");

        Assert.AreEqual("MLflow.Tracing: wove 3 methods in 2 types, skipped 0", Report(run).Summary(null));
    }

    private static JObject Json()
    {
        var writer = new StringWriter();
        ReportJson.Write(Report(), writer);
        return JObject.Parse(writer.ToString());
    }

    private static WeavingReport Report() => Report(SelectionRun.Of(Code, "<Include Type='Planner' SpanType='AGENT'/>"));

    private static WeavingReport Report(SelectionRun run) => new()
    {
        Assembly = "Fixture, Version=0.0.0.0",
        ConfigurationHash = "abc",
        Rules = [.. run.Result.Rules.Select(static rule => new ReportedRule(rule.Origin, rule.Matches))],
        Methods = [.. run.Result.Verdicts.Select(ReportedMethod.Of)],
        Diagnostics = [new WeaverDiagnostic("MLT099", DiagnosticSeverity.Warning, "Something", "Code.cs", 3, 1)],
        SelectionTime = TimeSpan.FromMilliseconds(12.5),
    };

    private static void AssertEntry(JToken actual, string expected)
        => Assert.IsTrue(JToken.DeepEquals(JToken.Parse(expected), actual), $"Expected {expected}, found {actual}");
}
