using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;
using static MLflow.Tracing.Tests.Weaving.WovenCalls;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate S: the spans of async and task-returning methods, in Debug and Release builds for every platform.</summary>
[TestClass]
[Gate("S")]
public sealed class AsynchronousSpanTests
{
    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S1_async_span_lasts_until_the_result_and_records_arguments_that_are_not_in_the_machine(string build)
    {
        using var session = new RecordingSession();

        await (Task<int>)Call(build, "Shapes.Asynchronous", "Result", 4, "only in the kickoff")!;

        Span span = (await session.SingleTraceAsync()).SpanNamed("Result");
        Assert.AreEqual("""{"value":4,"unused":"only in the kickoff"}""", span.Inputs);
        Assert.AreEqual("5", span.Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S1_exception_after_an_await_is_recorded_at_every_frame(string build)
    {
        using var session = new RecordingSession();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => (Task)Call(build, "Shapes.Asynchronous", "FaultsThrough", "late")!);

        Trace trace = await session.SingleTraceAsync();
        Assert.AreEqual(trace.SpanNamed("FaultsThrough").SpanId, trace.SpanNamed("Faults").ParentId);
        Assert.IsTrue(trace.Spans.All(s => s.Status.Code == SpanStatusCode.Error));
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S9_body_that_only_throws_is_recorded(string build)
    {
        using var session = new RecordingSession();

        await Assert.ThrowsExactlyAsync<NotSupportedException>(() => (Task)Call(build, "Shapes.Asynchronous", "OnlyThrows")!);

        Assert.AreEqual(SpanStatusCode.Error, (await session.SingleTraceAsync()).SpanNamed("OnlyThrows").Status.Code);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S12_S13_siblings_have_one_parent_and_nothing_leaks_to_the_caller(string build)
    {
        using var session = new RecordingSession();

        var task = (Task<int[]>)Call(build, "Shapes.Asynchronous", "FanOut", 5)!;
        Assert.IsNull(Mlflow.CurrentSpan);
        await task;

        Trace trace = await session.SingleTraceAsync();
        string parent = trace.SpanNamed("FanOut").SpanId;
        Assert.AreEqual(5, trace.Spans.Count(s => s.Name == "Result" && s.ParentId == parent));
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S19_returned_task_is_the_same_object_and_its_result_is_recorded(string build)
    {
        using var session = new RecordingSession();

        object? first = Call(build, "Shapes.Returning", "Cached");
        object? second = Call(build, "Shapes.Returning", "Cached");

        Assert.AreSame(first, second);
        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.HasCount(2, traces);
        Assert.AreEqual("42", traces[0].SpanNamed("Cached").Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S20_returned_value_task_can_be_awaited_and_its_result_is_recorded(string build)
    {
        using var session = new RecordingSession();

        string result = await (ValueTask<string>)Call(build, "Shapes.Returning", "ValuePending", "ab")!;

        Assert.AreEqual("abab", result);
        Trace trace = await session.SingleTraceAsync();
        Assert.AreEqual("\"abab\"", trace.SpanNamed("ValuePending").Outputs);
        Assert.AreEqual(trace.SpanNamed("ValuePending").SpanId, trace.SpanNamed("Value").ParentId);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.ModernBuilds), typeof(WovenCalls))]
    public async Task S4_custom_builder_leaves_nothing_ambient_behind_and_keeps_the_tree(string build)
    {
        using var session = new RecordingSession();

        using (LiveSpan outer = Mlflow.StartActiveSpan("outer"))
        {
            object atOnce = Call(build, "Shapes.CustomBuilder", "AtOnce", 1)!;
            Assert.AreSame(outer, Mlflow.CurrentSpan);
            object later = Call(build, "Shapes.CustomBuilder", "Later", "text")!;
            Assert.AreSame(outer, Mlflow.CurrentSpan);
            Assert.AreEqual("texttext!", await ((dynamic)later));
            Assert.AreEqual(2, await ((dynamic)atOnce));
        }

        Trace trace = await session.SingleTraceAsync();
        Assert.AreEqual(trace.SpanNamed("Later").SpanId, trace.SpanNamed("Value").ParentId);
        Assert.AreEqual(trace.SpanNamed("outer").SpanId, trace.SpanNamed("Later").ParentId);
        Assert.AreEqual("\"texttext!\"", trace.SpanNamed("Later").Outputs);
        Assert.AreEqual("2", trace.SpanNamed("AtOnce").Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.ModernBuilds), typeof(WovenCalls))]
    public async Task S2_pooled_builder_records_each_call(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S2_pooled_builder");

        CollectionAssert.AreEqual(
            new[] { "2", "3" },
            (await session.SingleTraceAsync()).Spans.Where(s => s.Name == "Pooled").Select(s => s.Outputs).Order().ToArray());
    }
}
