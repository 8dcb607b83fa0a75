using System.Reflection;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Weaver.Selection;
using static MLflow.Tracing.Tests.Weaving.WovenCalls;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate S for iterators: one span an enumeration, ambient only while the iterator's own code runs.</summary>
[TestClass]
[Gate("S")]
public sealed class SequenceSpanTests
{
    [TestMethod]
    [DataRow("S16_to_the_end", "Numbers", 3)]
    [DataRow("S17_to_the_end", "NumbersAsync", 4)]
    public async Task S16_S17_enumeration_is_a_span_with_its_items_as_events_and_outputs(string scenario, string iterator, int count)
    {
        foreach (string build in Builds.Select(b => (string)b[0]))
        {
            using var session = new RecordingSession();

            await RunAsync(build, scenario);

            Trace trace = await session.SingleTraceAsync();
            Span span = trace.SpanNamed(iterator);
            Assert.AreEqual($"[{string.Join(",", Enumerable.Range(0, count))}]", span.Outputs, build);
            Assert.StartsWith($$"""{"count":{{count}},"log":""", span.Inputs, build);
            Assert.AreEqual(SpanStatusCode.Ok, span.Status.Code, build);
            CollectionAssert.AreEqual(Enumerable.Range(0, count).Select(i => $"mlflow.chunk.item.{i}").ToArray(), span.Events.Select(e => e.Name).ToArray(), build);
            Assert.AreEqual("\"1\"", span.Events[1].Attributes["mlflow.chunk.value"], build);
        }
    }

    [TestMethod]
    [DataRow("S16_to_the_end", "Numbers")]
    [DataRow("S17_to_the_end", "NumbersAsync")]
    public async Task S16_S17_calls_of_the_iterator_are_its_children_and_calls_of_the_consumer_are_not(string scenario, string iterator)
    {
        foreach (string build in Builds.Select(b => (string)b[0]))
        {
            using var session = new RecordingSession();

            await RunAsync(build, scenario);

            Trace trace = await session.SingleTraceAsync();
            Span span = trace.SpanNamed(iterator);
            Assert.IsTrue(trace.Spans.Where(s => s.Name is "Step" or "Cleanup").All(s => s.ParentId == span.SpanId), build);
            Assert.IsTrue(trace.Spans.Where(s => s.Name is "Consume").All(s => s.ParentId == trace.Spans[0].SpanId), build);
            Assert.IsTrue(trace.Spans.Count(s => s.Name == "Step") is 3 or 4, build);
        }
    }

    [TestMethod]
    [DataRow("S16_break", "Numbers", "[0]")]
    [DataRow("S17_break", "NumbersAsync", "[0,1]")]
    [DataRow("S16_exception_in_the_consumer", "Numbers", "[0]")]
    public async Task S16_S17_consumer_that_stops_early_ends_the_span_after_the_finally_blocks(string scenario, string iterator, string outputs)
    {
        foreach (string build in Builds.Select(b => (string)b[0]))
        {
            using var session = new RecordingSession();

            await RunAsync(build, scenario);

            Trace trace = await session.SingleTraceAsync();
            Span span = trace.SpanNamed(iterator);
            Assert.AreEqual(outputs, span.Outputs, build);
            Assert.AreEqual(SpanStatusCode.Ok, span.Status.Code, build);
            Span cleanup = trace.SpanNamed("Cleanup");
            Assert.AreEqual(span.SpanId, cleanup.ParentId, build);
            Assert.IsLessThanOrEqualTo(span.EndTimeUnixNs, cleanup.EndTimeUnixNs, build);
        }
    }

    [TestMethod]
    [DataRow("S16_caught_from_the_iterator", "Fails", "InvalidOperationException: after 1", "[0]", SpanStatusCode.Error)]
    [DataRow("S17_exception_in_the_iterator", "FailsAsync", "InvalidOperationException: after 2", "[0,1]", SpanStatusCode.Error)]
    [DataRow("S17_cancelled", "NumbersAsync", "OperationCanceledException", "[0]", SpanStatusCode.Unset)]
    public async Task S16_S17_exception_of_the_iterator_is_the_spans(string scenario, string iterator, string status, string outputs, SpanStatusCode code)
    {
        foreach (string build in Builds.Select(b => (string)b[0]))
        {
            using var session = new RecordingSession();

            await RunAsync(build, scenario);

            Span span = (await session.SingleTraceAsync()).SpanNamed(iterator);
            Assert.AreEqual(code, span.Status.Code, build);
            Assert.StartsWith(status, span.Status.Message, build);
            Assert.AreEqual(outputs, span.Outputs, build);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Builds), typeof(WovenCalls))]
    public async Task S16_each_enumeration_is_a_span_and_no_enumeration_is_none(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S16_enumerated_twice");
        await RunAsync(build, "S16_not_enumerated");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual(2, traces[0].Spans.Count(s => s.Name == "Numbers"));
        Assert.AreEqual(0, traces[1].Spans.Count(s => s.Name == "Numbers"));
    }

    [TestMethod]
    [DynamicData(nameof(Builds), typeof(WovenCalls))]
    public async Task S16_untyped_and_generic_sequences_and_bare_enumerators_are_recorded_too(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S16_all_four_types");

        Trace trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { """["r","r","r","r"]""", "[7]" }, trace.Spans.Where(s => s.Name == "Repeat").Select(s => s.Outputs).ToArray());
        Assert.AreEqual("""["u0","u1"]""", trace.SpanNamed("Untyped").Outputs);
        Assert.AreEqual("""["a","b"]""", trace.SpanNamed("Words").Outputs);
        Assert.AreEqual("""["c","d"]""", trace.SpanNamed("UntypedWords").Outputs);
    }

    [TestMethod]
    public async Task S17_bare_asynchronous_enumerators_are_recorded_too()
    {
        using var session = new RecordingSession();

        await RunAsync("Shapes-Release-net10.0", "S17_other_types");

        Trace trace = await session.SingleTraceAsync();
        Assert.AreEqual("""["a","b"]""", trace.SpanNamed("WordsAsync").Outputs);
        Assert.AreEqual("""["r","r"]""", trace.SpanNamed("RepeatAsync").Outputs);
    }

    [TestMethod]
    public async Task S16_long_sequence_is_recorded_up_to_the_limit_and_yields_everything()
    {
        using var session = new RecordingSession(o => o.CaptureMaxItems = 3);
        object shapes = Activator.CreateInstance(Assembly("Shapes-Release-net10.0").GetType("Shapes.Sequences")!)!;
        MethodInfo repeat = shapes.GetType().GetMethod("Repeat")!.MakeGenericMethod(typeof(string));

        Assert.AreEqual(1000, ((IEnumerable<string>)repeat.Invoke(shapes, ["x", 1000])!).Count());

        Span span = (await session.TracesAsync())[^1].SpanNamed("Repeat");
        Assert.AreEqual("""["x","x","x","…<+997 more items>"]""", span.Outputs);
        Assert.HasCount(3, span.Events);
    }

    [TestMethod]
    public async Task S16_redacted_result_shows_neither_items_nor_events()
    {
        SpanDefinition redacted = new("Untyped", "TOOL", true, true, false, [], true);
        WovenFixture woven = WovenFixture.Weave(Fixture.Named("Shapes-Release-net10.0").Path, m => m.Name == "Untyped", span: _ => redacted);
        using var session = new RecordingSession();

        var items = (System.Collections.IEnumerable)Invoke(FixtureContext.Load(woven.Path), "Shapes.Sequences", "Untyped", 2)!;

        Assert.AreEqual(2, items.Cast<object>().Count());
        Span span = (await session.SingleTraceAsync()).Spans[0];
        Assert.AreEqual("\"[redacted]\"", span.Outputs);
        Assert.IsEmpty(span.Events);
    }

    [TestMethod]
    public async Task S16_sequence_made_in_an_unrecorded_trace_is_not_wrapped()
    {
        using var session = new RecordingSession(o => o.SamplingRatio = 0);

        Scenario run = await RunAsync("Shapes-Release-net10.0", "S16_enumerated_twice");

        Assert.AreEqual("1 2begin cleanup end begin cleanup end", run.Text);
        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    public void S18_sequence_is_the_compilers_own_while_tracing_is_off_and_reads_like_it_while_on()
    {
        Assembly shapes = Assembly("Shapes-Release-net10.0");
        object own = Invoke(shapes, "Shapes.Sequences", "Untyped", 1)!;
        Assert.AreSame(shapes, own.GetType().Assembly);

        using var session = new RecordingSession();
        object wrapped = Invoke(shapes, "Shapes.Sequences", "Untyped", 1)!;

        Assert.AreNotSame(shapes, wrapped.GetType().Assembly);
        Assert.AreEqual(own.ToString(), wrapped.ToString());
    }
}
