using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Weaver.Selection;
using static MLflow.Tracing.Tests.Weaving.WovenCalls;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate S: the spans of synchronous methods, in Debug and Release builds for every platform.</summary>
[TestClass]
[Gate("S")]
public sealed class SynchronousSpanTests
{
    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task F1_synchronous_call_records_arguments_result_and_names(string build)
    {
        using var session = new RecordingSession();

        Call(build, "Shapes.Flow", "Text", "hi");

        Span span = (await session.SingleTraceAsync()).SpanNamed("Text");
        Assert.AreEqual("""{"value":"hi"}""", span.Inputs);
        Assert.AreEqual("\"hi!\"", span.Outputs);
        Assert.AreEqual(SpanStatusCode.Ok, span.Status.Code);
        Assert.Contains("Shapes.Flow.Text", span.Attributes[SpanAttributeKey.FunctionName]);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task F9_F10_exception_that_leaves_is_recorded_at_every_frame_and_one_handled_inside_is_not(string build)
    {
        using var session = new RecordingSession();

        Assert.ThrowsExactly<InvalidOperationException>(() => Call(build, "Shapes.Flow", "PassesThrough", new InvalidOperationException("out")));
        Call(build, "Shapes.Flow", "HandledInside");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.HasCount(2, traces);
        foreach (Span failed in traces[0].Spans)
        {
            Assert.AreEqual(SpanStatusCode.Error, failed.Status.Code, failed.Name);
            Assert.Contains("out", failed.Status.Message, failed.Name);
        }

        Assert.HasCount(2, traces[0].Spans);
        Assert.AreEqual(SpanStatusCode.Ok, traces[1].SpanNamed("HandledInside").Status.Code);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task F11_exception_that_replaces_another_is_the_one_recorded(string build)
    {
        using var session = new RecordingSession();
        Type log = Assembly(build).GetType("Shapes.Log")!;

        Assert.ThrowsExactly<ArgumentException>(() => Call(build, "Shapes.Flow", "Replaced", Activator.CreateInstance(log)));

        Assert.Contains("second", (await session.TracesAsync())[^1].SpanNamed("Replaced").Status.Message);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task F16_recursion_makes_a_chain_of_parents(string build)
    {
        using var session = new RecordingSession();

        Call(build, "Shapes.Flow", "Recursive", 1000);

        Trace trace = await session.SingleTraceAsync();
        Assert.HasCount(1001, trace.Spans);
        Span deepest = trace.Spans.Single(s => s.Outputs == "0");
        int depth = 0;
        for (Span? each = deepest; each is not null; each = trace.ParentOf(each))
        {
            depth++;
        }

        Assert.AreEqual(1001, depth);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P1_P2_P3_parameters_by_reference_show_what_they_refer_to_at_entry_and_at_exit(string build)
    {
        using var session = new RecordingSession();

        Call(build, "Shapes.Parameters", "Swap", 12, "abc");
        Call(build, "Shapes.Parameters", "TryParse", "7", 0, null);

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual("""{"left":12,"right":"abc"}""", traces[0].SpanNamed("Swap").Inputs);
        Assert.AreEqual("""{"text":"7"}""", traces[1].SpanNamed("TryParse").Inputs);
        Assert.StartsWith("""{"return":true,"value":7,"big":{"A":0,""", traces[1].SpanNamed("TryParse").Outputs);
        Assert.AreEqual("""{"left":3,"right":"12"}""", traces[0].SpanNamed("Swap").Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P6_P7_P8_spans_show_what_they_hold_and_pointers_their_type(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P6_P7_spans");
        await RunAsync(build, "P8_pointers");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual("""{"text":"four","numbers":[0,0,0]}""", traces[0].SpanNamed("Length").Inputs);
        Assert.AreEqual("\"h\"", traces[0].SpanNamed("Head").Outputs);
        Assert.Contains("int*", traces[1].SpanNamed("Deref").Inputs!);
        Assert.AreEqual("11", traces[1].SpanNamed("Deref").Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task K5_constructor_that_fails_in_its_body_is_recorded_and_one_whose_base_fails_is_not_begun(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "K5_body_throws");
        await RunAsync(build, "K5_base_throws");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Trace body = traces.Single(t => t.Spans[0].Name == "K5_body_throws");
        Span derived = body.Spans.Single(s => s.Attributes[SpanAttributeKey.FunctionName].Contains("Shapes.Derived.Derived", StringComparison.Ordinal));
        Assert.AreEqual(SpanStatusCode.Error, derived.Status.Code);
        Trace inBase = traces.Single(t => t.Spans[0].Name == "K5_base_throws");
        Assert.IsFalse(inBase.Spans.Any(s => s.Attributes[SpanAttributeKey.FunctionName].Contains("Shapes.Derived.", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.ModernBuilds), typeof(WovenCalls))]
    public async Task P1_P5_null_references_are_neither_read_nor_harmful(string build)
    {
        using var session = new RecordingSession();

        Scenario run = await RunAsync(build, "P1_P5_null_references");

        Assert.AreEqual(new Scenario("True True", null), run);
        Trace trace = await session.SingleTraceAsync();
        Assert.AreEqual("true", trace.SpanNamed("IsNull").Outputs);
        Assert.AreEqual(SpanStatusCode.Ok, trace.SpanNamed("NullReference").Status.Code);
    }

    [TestMethod]
    [DataRow("Text", "Shapes.Flow")]
    [DataRow("Result", "Shapes.Asynchronous")]
    public async Task P21_what_is_redacted_or_switched_off_never_reaches_the_span(string method, string type)
    {
        SpanDefinition redacted = new(method, "TOOL", true, true, false, [0], true);
        SpanDefinition off = redacted with { CaptureInputs = false, CaptureOutputs = false, RedactResult = false };
        using var session = new RecordingSession();

        foreach (SpanDefinition definition in new[] { redacted, off })
        {
            WovenFixture woven = WovenFixture.Weave(
                Fixture.Named("Shapes-Release-net10.0").Path, m => m.Name == method && m.DeclaringType.FullName == type, span: _ => definition);
            object? result = Invoke(FixtureContext.Load(woven.Path), type, method, method == "Text" ? ["secret"] : [31337, "open"]);
            if (result is Task task)
            {
                await task;
            }
        }

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.HasCount(2, traces);
        Assert.Contains("[redacted]", traces[0].Spans[0].Inputs!);
        Assert.AreEqual("\"[redacted]\"", traces[0].Spans[0].Outputs);
        Assert.IsNull(traces[1].Spans[0].Inputs);
        Assert.IsNull(traces[1].Spans[0].Outputs);
        foreach (string json in traces.SelectMany(t => t.Spans).SelectMany(s => s.Attributes.Values))
        {
            Assert.DoesNotContain("secret", json);
            Assert.DoesNotContain("3133", json);
        }
    }
}
