using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class MarkDiagnosticTests
{
    [TestMethod]
    public void Both_attributes_when_on_one_member_warn_and_do_not_trace()
    {
        var run = SelectionRun.Of("class C\n{\n    [Trace, NoTrace]\n    void Run() => Console.WriteLine();\n}");

        var diagnostic = run.Diagnostics.Single();
        Assert.AreEqual(("MLT062", DiagnosticSeverity.Warning, "Code.cs", 4), (diagnostic.Id, diagnostic.Severity, diagnostic.File, diagnostic.Line));
        Assert.AreEqual(MethodOutcome.Excluded, run.Verdict("Run").Outcome);
    }

    [TestMethod]
    public void Both_attributes_when_on_a_type_warn_once()
        => Assert.AreEqual("MLT062", SelectionRun.Of("[Trace, NoTrace] class C { void A() => Console.WriteLine(); void B() => Console.WriteLine(); }").Diagnostics.Single().Id);

    [TestMethod]
    [DataRow("[Trace] record R(int Id);", "a kind that an attribute on a type leaves out")]
    [DataRow("[Trace] interface I { void M(); }", "where they are implemented")]
    public void Trace_on_a_type_when_it_reaches_no_method_warns(string code, string expected)
    {
        var diagnostic = SelectionRun.Of(code).Diagnostics.Single();

        Assert.AreEqual(("MLT063", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        StringAssert.Contains(diagnostic.Message, expected, StringComparison.Ordinal);
    }

    [TestMethod]
    public void Trace_on_a_type_when_a_member_has_its_own_does_not_warn()
        => Assert.IsEmpty(SelectionRun.Of("[Trace] class C { [Trace(Name = \"x\")] void Run() { } }").Diagnostics);

    [TestMethod]
    public void Unknown_placeholder_when_in_an_attribute_warns_and_stays()
    {
        var run = SelectionRun.Of("class C { [Trace(Name = \"{Typ}.{Method}\")] void Run() { } }");

        StringAssert.Contains(run.Diagnostics.Single(static diagnostic => diagnostic.Id == "MLT064").Message, "Did you mean '{Type}'?", StringComparison.Ordinal);
        Assert.AreEqual("{Typ}.Run", run.Span("Run").Name);
    }

    [TestMethod]
    public void Span_type_when_misspelled_in_an_attribute_warns()
        => Assert.AreEqual("MLT008", SelectionRun.Of("class C { [Trace(SpanType = \"Agent\")] void Run() { } }").Diagnostics.Single().Id);

    [TestMethod]
    [DataRow("1.5")]
    [DataRow("-0.1")]
    [DataRow("double.NaN")]
    public void Sampling_ratio_when_it_is_no_share_warns_and_is_ignored(string ratio)
    {
        var run = SelectionRun.Of($"class C {{ [Trace(SamplingRatio = {ratio})] void Run() {{ }} }}");

        Assert.AreEqual("MLT072", run.Diagnostics.Single().Id);
        Assert.IsNull(run.Span("Run").SamplingRatio);
    }

    [TestMethod]
    public void Redact_when_on_a_method_that_is_not_traced_is_silent()
        => Assert.IsEmpty(SelectionRun.Of("class C { void Run([Redact] string key) { } }").Diagnostics);

    [TestMethod]
    public void Skip_when_an_attribute_asked_is_a_warning_at_the_source()
    {
        var module = SourceModule.Compile("class C\n{\n    async Task Run()\n    {\n        await Task.Yield();\n    }\n}");

        var diagnostic = SkipDiagnostics.For(new SkippedMethod(module.Method("Run"), new SkipReason("MLT099", "'C.Run' is odd. Rewrite it."), new SelectionOrigin(true, "[Trace]")));

        Assert.AreEqual(new WeaverDiagnostic("MLT099", DiagnosticSeverity.Warning, "[Trace] has no effect: 'C.Run' is odd. Rewrite it.", "Code.cs", 4, 5), diagnostic);
    }

    [TestMethod]
    public void Skip_when_a_rule_asked_is_information()
    {
        var module = SourceModule.Compile("class C { void Run() { } }");

        var diagnostic = SkipDiagnostics.For(new SkippedMethod(module.Method("Run"), new SkipReason("MLT099", "'C.Run' is odd. Rewrite it."), new SelectionOrigin(false, "<Include Type=\"C\" />")));

        Assert.AreEqual(DiagnosticSeverity.Information, diagnostic.Severity);
        StringAssert.Contains(diagnostic.Message, "<Include Type=\"C\" />", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Location_when_the_method_has_no_code_is_the_file_alone()
    {
        var module = SourceModule.Compile("abstract class C { abstract public void Run(); void Other() { } }");

        Assert.AreEqual(new SourceLocation("Code.cs", 0, 0), SourceLocation.Of(module.Method("Run")));
    }
}
