using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class TraceBufferTests
{
    [TestMethod]
    public async Task Oldest_trace_is_delivered_as_error_when_too_many_are_under_way()
    {
        using var session = new RecordingSession(options => options.MaxActiveTraces = 2);

        var first = Mlflow.StartSpan("first");
        var second = Mlflow.StartSpan("second");
        var third = Mlflow.StartSpan("third");

        var evicted = await session.SingleTraceAsync();
        Assert.AreEqual("first", evicted.Spans[0].Name);
        Assert.AreEqual(TraceState.Error, evicted.Info.State);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT204"));
        Assert.IsFalse(first.IsRecording);
        second.End();
        third.End();
        Assert.HasCount(3, await session.TracesAsync());
    }

    [TestMethod]
    public async Task Trace_over_its_time_limit_is_delivered_as_error()
    {
        using var session = new RecordingSession(options => options.TraceTimeout = TimeSpan.FromTicks(1));
        using var root = Mlflow.StartSpan("slow");

        session.Runtime.Buffer.Sweep();

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(SpanStatusCode.Error, trace.Spans[0].Status.Code);
        Assert.Contains("under way for longer", trace.Spans[0].Status.Message);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT203"));
    }

    [TestMethod]
    public async Task Spans_beyond_the_limit_of_a_trace_are_counted()
    {
        using var session = new RecordingSession(options => options.MaxSpansPerTrace = 3);
        using (Mlflow.StartActiveSpan("root"))
        {
            for (var i = 0; i < 5; i++)
            {
                Mlflow.StartSpan("child").End();
            }
        }

        Assert.HasCount(3, (await session.SingleTraceAsync()).Spans);
        Assert.AreEqual(3, session.Diagnostics.CountOf("MLT201"));
    }

    [TestMethod]
    public async Task Many_threads_adding_children_lose_none()
    {
        using var session = new RecordingSession();
        using (var root = Mlflow.StartActiveSpan("root"))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < 500; i++)
                {
                    Mlflow.StartSpan("child").End();
                }
            })));
        }

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(4_001, trace.Spans);
        Assert.AreEqual(4_001, trace.Spans.Select(span => span.SpanId).Distinct().Count());
        Assert.IsTrue(trace.Spans.Skip(1).All(span => span.ParentId == trace.Spans[0].SpanId));
    }

    [TestMethod]
    public async Task Shutdown_delivers_what_is_still_open()
    {
        var session = new RecordingSession();
        var exporter = new CollectingExporter();
        var runtime = new TracingRuntime(new MlflowOptions(), [exporter], session.Diagnostics);
        Mlflow.Use(runtime);
        Mlflow.StartSpan("open");

        Mlflow.Use(null);

        Assert.AreEqual(TraceState.Error, exporter.Traces.Single().Info.State);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT205"));
        await Task.CompletedTask;
    }
}
