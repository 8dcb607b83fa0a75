using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class PrecedenceTests
{
    private const string Everything = "<Include Namespace='**'/>";

    [TestMethod]
    public void Member_attribute_when_present_beats_type_rules_and_defaults()
    {
        var run = SelectionRun.Of(
            "namespace A; [NoTrace] class C { [Trace] int Own() => 1; void Other() => Console.WriteLine(); }",
            "<Exclude Type='C'/>");

        CollectionAssert.AreEqual(new[] { "C.Own" }, run.Woven);
        Assert.IsTrue(run.Verdict("Own").Origin!.Explicit);
        Assert.AreEqual("[NoTrace] on C", run.Verdict("Other").Origin!.Description);
    }

    [TestMethod]
    public void Member_no_trace_when_present_beats_type_attribute_and_include()
    {
        var run = SelectionRun.Of("[Trace] class C { [NoTrace] void Quiet() => Console.WriteLine(); void Loud() => Console.WriteLine(); }", Everything);

        CollectionAssert.AreEqual(new[] { "C.Loud" }, run.Woven);
        Assert.AreEqual(MethodOutcome.Excluded, run.Verdict("Quiet").Outcome);
    }

    [TestMethod]
    public void Nearest_type_attribute_when_types_are_nested_decides()
    {
        var run = SelectionRun.Of("""
            [Trace] class Outer
            {
                void InOuter() => Console.WriteLine();
                [NoTrace] class Quiet { void InQuiet() => Console.WriteLine(); class Deep { void InDeep() => Console.WriteLine(); } }
                class Plain { void InPlain() => Console.WriteLine(); }
            }
            """);

        CollectionAssert.AreEqual(new[] { "Outer.InOuter", "Outer.Plain.InPlain" }, run.Woven);
    }

    [TestMethod]
    public void Type_attribute_when_present_beats_exclude()
        => CollectionAssert.AreEqual(
            new[] { "C.Run" },
            SelectionRun.Of("[Trace] class C { void Run() => Console.WriteLine(); }", "<Exclude Type='C'/>").Woven);

    [TestMethod]
    public void Type_attribute_when_it_reaches_a_member_leaves_out_what_rules_leave_out()
    {
        var run = SelectionRun.Of("[Trace] record R(int Id) { public int Sum(int x) => Id + x; public int Trivial() => 1; }");

        CollectionAssert.AreEqual(new[] { "R.Sum" }, run.Woven);
    }

    [TestMethod]
    public void Exclude_when_it_matches_beats_include_and_assembly_attribute()
    {
        var run = SelectionRun.Of(
            "[assembly: Trace] class C { void Run() => Console.WriteLine(); void Stop() => Console.WriteLine(); }",
            "<Include Type='C'/><Exclude Method='Stop'/>");

        CollectionAssert.AreEqual(new[] { "C.Run" }, run.Woven);
        Assert.AreEqual("<Exclude Method=\"Stop\" /> (FodyWeavers.xml:1)", run.Verdict("Stop").Origin!.Description);
    }

    [TestMethod]
    public void Include_when_it_matches_beats_the_assembly_attribute()
    {
        var run = SelectionRun.Of(
            "[assembly: Trace(SpanType = \"CHAIN\")] class C { void Run() => Console.WriteLine(); } class D { void Go() => Console.WriteLine(); }",
            "<Include Type='C' SpanType='TOOL'/>");

        Assert.AreEqual("TOOL", run.Span("Run").SpanType);
        Assert.AreEqual("CHAIN", run.Span("Go").SpanType);
        Assert.AreEqual("[assembly: Trace]", run.Verdict("Go").Origin!.Description);
    }

    [TestMethod]
    public void Nothing_when_it_speaks_about_a_method_means_not_asked_for()
        => Assert.AreEqual(MethodOutcome.NotAskedFor, SelectionRun.Of("class C { void Run() => Console.WriteLine(); }").Verdict("Run").Outcome);

    [TestMethod]
    public void Later_include_when_several_match_wins_setting_by_setting()
    {
        var run = SelectionRun.Of(
            "namespace Contoso.Agents; class SearchTool { void Run() => Console.WriteLine(); void Helper() => Console.WriteLine(); }",
            """
            <Include Namespace='Contoso.Agents.**' SpanType='AGENT' CaptureOutputs='false'/>
            <Include Type='*Tool' Method='Run*' SpanType='TOOL' Name='{Type}.{Method}'/>
            """);

        var span = run.Span("Run");
        Assert.AreEqual(("TOOL", "SearchTool.Run", false), (span.SpanType, span.Name, span.CaptureOutputs));
        Assert.AreEqual("AGENT", run.Span("Helper").SpanType);
        StringAssert.StartsWith(run.Verdict("Run").Origin!.Description, "<Include Type=\"*Tool\"", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Project_include_when_the_solution_has_one_too_wins()
    {
        var run = SelectionRun.Of(
            "class C { void Run() => Console.WriteLine(); }",
            solutionRules: "<Include Type='C' Method='Run' SpanType='TOOL'/>",
            projectRules: "<Include Namespace='**' SpanType='CHAIN'/>");

        Assert.AreEqual("CHAIN", run.Span("Run").SpanType);
    }

    [TestMethod]
    public void Solution_exclude_when_a_project_includes_still_excludes()
        => Assert.IsEmpty(SelectionRun.Of("class C { void Run() => Console.WriteLine(); }", "<Exclude Type='C'/>", "<Include Type='C'/>").Woven);

    [TestMethod]
    public void Property_attribute_when_present_reaches_its_accessors_and_an_accessors_own_beats_it()
    {
        var run = SelectionRun.Of("class C { [Trace] public int Size { get; [NoTrace] set; } [NoTrace] public int Rest { get; [Trace] set; } }");

        CollectionAssert.AreEquivalent(new[] { "get_Size", "set_Rest" }, run.Result.Selected.Select(static selected => selected.Method.Name).ToArray());
    }

    [TestMethod]
    [DataRow("public", "Public")]
    [DataRow("internal", "Internal")]
    [DataRow("protected", "Protected")]
    [DataRow("protected internal", "ProtectedInternal")]
    [DataRow("private protected", "PrivateProtected")]
    [DataRow("private", "Private")]
    public void Visibility_when_stated_is_the_members_own(string visibility, string expected)
    {
        const string Code = """
            class C
            {
                public void Public() => Console.WriteLine();
                internal void Internal() => Console.WriteLine();
                protected void Protected() => Console.WriteLine();
                protected internal void ProtectedInternal() => Console.WriteLine();
                private protected void PrivateProtected() => Console.WriteLine();
                private void Private() => Console.WriteLine();
            }
            """;

        CollectionAssert.AreEqual(new[] { "C." + expected }, SelectionRun.Of(Code, $"<Include Type='C' Visibility='{visibility}'/>").Woven);
    }

    [TestMethod]
    public void Method_when_asked_for_and_unsupported_is_skipped_with_its_reason()
    {
        var run = SelectionRun.Of("using System.Runtime.InteropServices; static class C { [DllImport(\"x\")] static extern void Native(); }", Everything);

        var skipped = run.Result.Skipped.Single();
        Assert.AreEqual("MLT020", skipped.Reason.Id);
        Assert.IsFalse(skipped.Origin.Explicit);
    }
}
