using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;
using static MLflow.Tracing.Tests.Weaving.WovenCalls;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate S: what spans show of generic, large, by-ref-like and untouchable values.</summary>
[TestClass]
[Gate("S")]
public sealed class ValueSpanTests
{
    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P10_P11_P13_P16_generic_calls_show_the_values_of_their_instantiation(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P10_P11_P13_generics");
        await RunAsync(build, "P16_generic_struct");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual("""{"first":1,"second":"one"}""", traces[0].SpanNamed("Pair").Inputs);
        Assert.AreEqual("""{"Key":1,"Value":"one"}""", traces[0].SpanNamed("Pair").Outputs);
        CollectionAssert.AreEqual(new[] { "-1", "1", "0" }, traces[0].Spans.Where(s => s.Name == "Compare").Select(s => s.Outputs).ToArray());
        CollectionAssert.AreEqual(new[] { "3", "\"abcd\"" }, traces[1].Spans.Where(s => s.Name == "Map").Select(s => s.Outputs).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P14_P15_struct_is_not_captured_and_keeps_what_its_method_changed(string build)
    {
        using var session = new RecordingSession();

        Scenario run = await RunAsync(build, "P14_P15_struct_instances");

        Assert.AreEqual(new Scenario("3 3 9 8", null), run);
        Assert.AreEqual("""{"by":2}""", (await session.SingleTraceAsync()).SpanNamed("Grow").Inputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P4_P17_optional_nullable_enum_and_large_values_are_shown(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P4_params_and_optional");
        await RunAsync(build, "P17_values");
        await RunAsync(build, "P17_large_structs");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual("""{"numbers":[1,2,3]}""", traces[0].SpanNamed("Sum").Inputs);
        CollectionAssert.AreEqual(
            new[] { """{"text":"default","number":null}""", """{"text":"x","number":4}""" },
            traces[0].Spans.Where(s => s.Name == "Optional").Select(s => s.Inputs).ToArray());
        Assert.StartsWith("""{"colour":1,"amount":1.5,"big":{"A":0,""", traces[1].Spans.First(s => s.Name == "Mixed").Inputs!);
        Assert.Contains("\"maybe\":7", traces[1].Spans.First(s => s.Name == "Mixed").Inputs!);
        Assert.AreEqual("42", traces[2].SpanNamed("SumOf").Outputs);
        Assert.StartsWith("""{"day":5,"maybe":null,"id":"0000""", traces[2].SpanNamed("Enumerated").Inputs!);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P6_P7_each_kind_of_span_is_shown_in_its_way(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P6_P7_kinds_of_spans");

        Trace trace = await session.SingleTraceAsync();
        string inputs = trace.SpanNamed("Kinds").Inputs!;
        Assert.StartsWith("""{"text":"abc","letters":"\u0000\u0000","numbers":[0,0,0],"structs":"<""", inputs);
        Assert.Contains("Big", inputs);
        Assert.AreEqual("[0,0]", trace.SpanNamed("Tail").Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task P22_services_and_tokens_are_shown_by_name(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P22_services");

        Assert.AreEqual(
            """{"token":"<CancellationToken>","services":null,"stream":"<Stream.NullStream>","task":"<Task: RanToCompletion>","callback":null}""",
            (await session.SingleTraceAsync()).SpanNamed("Services").Inputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.ModernBuilds), typeof(WovenCalls))]
    public async Task P12_P18_value_that_may_live_on_the_stack_is_not_boxed_and_inline_array_is_shown(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P12_allows_ref_struct");
        await RunAsync(build, "P18_inline_array");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        foreach (Span span in traces[0].Spans.Where(s => s.Name is "Count" or "Through"))
        {
            Assert.AreEqual(SpanStatusCode.Ok, span.Status.Code);
            Assert.StartsWith("""{"value":"<""", span.Inputs!);
        }

        Assert.AreEqual("5", traces[1].SpanNamed("Elements").Outputs);
        Assert.StartsWith("""{"four":""", traces[1].SpanNamed("Elements").Inputs!);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.ModernBuilds), typeof(WovenCalls))]
    public async Task K9_record_as_argument_is_captured_without_tracing_what_the_capture_calls(string build)
    {
        using var session = new RecordingSession();

        Scenario run = await RunAsync(build, "K9_synthesised_members");

        Assert.IsNull(run.Failure);
        Trace trace = await session.SingleTraceAsync();
        Span introduce = trace.SpanNamed("Introduce");
        Assert.AreEqual("""{"other":{"Friend":{"Name":"cat","Tags":[]},"Name":"max","Tags":["big"]}}""", introduce.Inputs);
        Assert.IsFalse(trace.Spans.Any(s => s.ParentId == introduce.SpanId && s.Name == "get_Friend"), "the capture was traced");
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.ModernBuilds), typeof(WovenCalls))]
    public async Task P19_dynamic_arguments_are_shown_as_what_they_are(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "P19_call_sites_of_dynamic");

        CollectionAssert.AreEqual(
            new[] { "1", "\"t0\"", "2", "\"t1\"", "3", "\"t2\"" },
            (await session.SingleTraceAsync()).Spans.Where(s => s.Name == "Add").Select(s => s.Outputs).ToArray());
    }
}
