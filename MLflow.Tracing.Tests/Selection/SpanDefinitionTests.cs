namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class SpanDefinitionTests
{
    [TestMethod]
    public void Span_when_nothing_is_stated_has_the_defaults()
    {
        var span = SelectionRun.Of("class C { [Trace] void Run(int x) { } }").Span("Run");

        Assert.AreEqual(("Run", "UNKNOWN", true, true, false, false), (span.Name, span.SpanType, span.CaptureInputs, span.CaptureOutputs, span.ObserveFaults, span.RedactResult));
        Assert.IsEmpty(span.RedactedParameters);
    }

    [TestMethod]
    public void Span_when_the_attribute_states_everything_follows_it()
    {
        var span = SelectionRun.Of(
            "class C { [Trace(Name = \"{Namespace}|{Type}|{Method}\", SpanType = SpanType.Tool, CaptureInputs = false, CaptureOutputs = false, ObserveFaults = true)] void Run() { } }",
            "<Include Type='C' SpanType='AGENT' Name='x'/>").Span("Run");

        Assert.AreEqual(("|C|Run", "TOOL", false, false, true), (span.Name, span.SpanType, span.CaptureInputs, span.CaptureOutputs, span.ObserveFaults));
    }

    [TestMethod]
    [DataRow("[Trace(SamplingRatio = 0.25)] ", "", 0.25)]
    [DataRow("", "<Include Type='C' SamplingRatio='0.5'/><Include Type='C' SpanType='TOOL'/>", 0.5)]
    [DataRow("[Trace] ", "<Include Type='C' SamplingRatio='0.5'/>", null)]
    public void Sampling_ratio_is_that_of_the_attribute_or_of_the_last_rule_that_states_it(string attribute, string rules, double? expected)
        => Assert.AreEqual(expected, SelectionRun.Of($"class C {{ {attribute}void Run() => Console.WriteLine(); }}", rules).Span("Run").SamplingRatio);

    [TestMethod]
    public void Name_when_a_template_is_filled_uses_source_names()
        => Assert.AreEqual(
            "A.B/Outer.Inner/Run",
            SelectionRun.Of("namespace A.B; class Outer<T> { class Inner<U> { void Run() => Console.WriteLine(); } }", "<Include Method='Run' Name='{Namespace}/{Type}/{Method}'/>").Span("Run").Name);

    [TestMethod]
    public void Default_name_when_a_constructor_is_its_type_and_of_an_accessor_its_property()
    {
        var run = SelectionRun.Of("class Outer { class Inner { [Trace] public Inner(int x) { } [Trace] public int Size => 1; } }");

        Assert.AreEqual("Inner", run.Result.Selected.Single(static selected => selected.Method.IsConstructor).Span.Name);
        Assert.AreEqual("Size", run.Span("get_Size").Name);
    }

    [TestMethod]
    public void Redact_attribute_when_on_parameters_and_result_redacts_them()
    {
        var span = SelectionRun.Of("class C { [Trace] [return: Redact] string Run(int a, [Redact] string b, [Redact] string c) => b; }").Span("Run");

        CollectionAssert.AreEqual(new[] { 1, 2 }, span.RedactedParameters.ToArray());
        Assert.IsTrue(span.RedactResult);
    }

    [TestMethod]
    public void Redact_attribute_when_on_a_property_redacts_what_its_accessors_take_and_give()
    {
        var run = SelectionRun.Of("class C { [Trace, Redact] string this[int index] { get => \"\"; set { } } }");

        Assert.IsTrue(run.Span("get_Item").RedactResult);
        Assert.IsEmpty(run.Span("get_Item").RedactedParameters);
        CollectionAssert.AreEqual(new[] { 1 }, run.Span("set_Item").RedactedParameters.ToArray());
        Assert.IsFalse(run.Span("set_Item").RedactResult);
    }

    [TestMethod]
    public void Redact_rule_when_its_glob_matches_in_any_case_redacts()
    {
        var run = SelectionRun.Of("class C { [Trace] void Run(string user, string userPassword, string passwordHint) { } }", "<Redact Parameter='*password*'/>");

        CollectionAssert.AreEqual(new[] { 1, 2 }, run.Span("Run").RedactedParameters.ToArray());
        Assert.AreEqual(2, run.Result.Rules.Single().Matches);
    }

    [TestMethod]
    public void Redact_rule_when_scoped_leaves_other_methods_alone()
    {
        var run = SelectionRun.Of("class C { [Trace] void Login(string key) { } [Trace] void Find(string key) { } }", "<Redact Parameter='key' Method='Login'/>");

        CollectionAssert.AreEqual(new[] { 0 }, run.Span("Login").RedactedParameters.ToArray());
        Assert.IsEmpty(run.Span("Find").RedactedParameters);
    }
}
