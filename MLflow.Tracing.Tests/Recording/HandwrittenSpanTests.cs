using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class HandwrittenSpanTests
{
    [TestMethod]
    public async Task Active_span_is_parent_of_what_starts_inside_it_and_gone_after()
    {
        using var session = new RecordingSession();

        using (var outer = Mlflow.StartActiveSpan("outer", spanType: SpanType.Chain, inputs: new { question = "hi" }))
        {
            Assert.AreSame(outer, Mlflow.CurrentSpan);
            using var inner = Mlflow.StartActiveSpan("inner");
        }

        Assert.IsNull(Mlflow.CurrentSpan);
        var trace = await session.SingleTraceAsync();
        Assert.AreEqual("outer", trace.Spans[0].Name);
        Assert.AreEqual(trace.Spans[0].SpanId, trace.SpanNamed("inner").ParentId);
        Assert.AreEqual("""{"question":"hi"}""", trace.Spans[0].Inputs);
        Assert.AreEqual(TraceState.Ok, trace.Info.State);
        Assert.AreEqual("outer", trace.Info.Tags[TraceTagKey.TraceName]);
        Assert.AreEqual("3", trace.Info.Metadata[TraceMetadataKey.SchemaVersion]);
    }

    [TestMethod]
    public async Task Detached_span_never_becomes_ambient()
    {
        using var session = new RecordingSession();

        using (var detached = Mlflow.StartSpan("detached"))
        {
            Assert.IsNull(Mlflow.CurrentSpan);
            using var child = Mlflow.StartSpan("child", parent: detached);
            Assert.AreEqual(detached.SpanId, child.ParentId);
        }

        Assert.HasCount(2, (await session.SingleTraceAsync()).Spans);
    }

    [TestMethod]
    public async Task Trace_waits_for_a_child_that_ends_after_its_root()
    {
        using var session = new RecordingSession();
        LiveSpan late;
        using (var root = Mlflow.StartActiveSpan("root"))
        {
            late = Mlflow.StartSpan("late");
        }

        Assert.IsNull(session.Runtime.LastCompleted);
        late.End("done");

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual("\"done\"", trace.SpanNamed("late").Outputs);
        Assert.AreEqual(SpanStatusCode.Ok, trace.SpanNamed("late").Status.Code);
    }

    [TestMethod]
    public async Task Child_still_open_at_flush_is_delivered_as_error_and_counted()
    {
        using var session = new RecordingSession();
        using (var root = Mlflow.StartActiveSpan("root"))
        {
            Mlflow.StartSpan("open");
        }

        var trace = await session.SingleTraceAsync();

        Assert.AreEqual(SpanStatusCode.Error, trace.SpanNamed("open").Status.Code);
        Assert.AreEqual(SpanStatusCode.Ok, trace.SpanNamed("root").Status.Code);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT202"));
    }

    [TestMethod]
    public async Task Work_after_delivery_makes_a_trace_that_links_back()
    {
        using var session = new RecordingSession();
        var root = Mlflow.StartActiveSpan("root");
        var rootId = root.SpanId;
        root.End();
        using (Mlflow.StartSpan("afterwards"))
        {
        }

        root.Dispose();

        var traces = await session.TracesAsync();
        Assert.HasCount(2, traces);
        Assert.AreEqual(rootId, traces[1].Spans[0].Links[0].SpanId);
        Assert.AreEqual(traces[0].Info.TraceId, traces[1].Spans[0].Links[0].TraceId);
    }

    [TestMethod]
    public async Task Wrapped_function_records_arguments_result_and_exception()
    {
        using var session = new RecordingSession();
        var divide = Mlflow.Trace((int dividend, int divisor) => dividend / divisor, name: "divide");

        Assert.AreEqual(3, divide(12, 4));
        Assert.ThrowsExactly<DivideByZeroException>(() => divide(1, 0));

        var traces = await session.TracesAsync();
        Assert.AreEqual("""{"dividend":12,"divisor":4}""", traces[0].Spans[0].Inputs);
        Assert.AreEqual("3", traces[0].Spans[0].Outputs);
        Assert.AreEqual(TraceState.Error, traces[1].Info.State);
        Assert.StartsWith("DivideByZeroException: ", traces[1].Spans[0].Status.Message);
        Assert.AreEqual("exception", traces[1].Spans[0].Events.Single().Name);
        Assert.IsNull(traces[1].Spans[0].Outputs);
    }

    [TestMethod]
    public async Task With_span_keeps_the_result_and_outputs_set_by_hand_win()
    {
        using var session = new RecordingSession();

        var answer = await Mlflow.WithSpanAsync(async span =>
        {
            await Task.Yield();
            Assert.AreSame(span, Mlflow.CurrentSpan);
            span.SetOutputs("by hand");
            return 42;
        });

        Assert.AreEqual(42, answer);
        Assert.IsNull(Mlflow.CurrentSpan);
        Assert.AreEqual("\"by hand\"", (await session.SingleTraceAsync()).SpanNamed("span").Outputs);
    }

    [TestMethod]
    public async Task Trace_update_sets_session_user_tags_and_previews()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.UpdateCurrentTrace(
                tags: new Dictionary<string, string> { ["team"] = "a" },
                sessionId: "s-1",
                user: "u-1",
                clientRequestId: "r-1",
                requestPreview: "asked",
                state: TraceState.Error);
        }

        var info = (await session.SingleTraceAsync()).Info;
        Assert.AreEqual("a", info.Tags["team"]);
        Assert.AreEqual("s-1", info.Metadata[TraceMetadataKey.Session]);
        Assert.AreEqual("u-1", info.Metadata[TraceMetadataKey.User]);
        Assert.AreEqual("r-1", info.ClientRequestId);
        Assert.AreEqual("asked", info.RequestPreview);
        Assert.AreEqual(TraceState.Error, info.State);
    }

    [TestMethod]
    public void Off_hands_out_a_span_that_does_nothing()
    {
        Mlflow.Use(null);

        using var span = Mlflow.StartActiveSpan("nothing");
        span.SetInputs(new { a = 1 });

        Assert.IsFalse(span.IsRecording);
        Assert.IsNull(Mlflow.CurrentSpan);
        Assert.AreEqual(string.Empty, span.TraceId);
    }
}
