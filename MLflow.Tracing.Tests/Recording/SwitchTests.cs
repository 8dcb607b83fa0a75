using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Tracing is switched off and on while the program runs.</summary>
[TestClass]
public sealed class SwitchTests
{
    private static readonly TraceSite s_site = new("woven", SpanType.Unknown, "T.woven", "", TraceSiteFlags.None);

    [TestMethod]
    public async Task Span_started_while_disabled_is_not_recorded_and_one_started_before_ends_as_usual()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("before"))
        {
            Mlflow.Disable();
            Assert.IsFalse(s_site.IsEnabled);
            using var ignored = Mlflow.StartActiveSpan("ignored");
            Assert.IsFalse(ignored.IsRecording);
        }

        Mlflow.Enable();
        Assert.IsTrue(s_site.IsEnabled);
        using (Mlflow.StartActiveSpan("after"))
        {
        }

        CollectionAssert.AreEqual(new[] { "before", "after" }, (await session.TracesAsync()).SelectMany(static trace => trace.Spans).Select(static span => span.Name).ToArray());
    }

    [TestMethod]
    public async Task Traces_recorded_before_are_flushed_while_disabled()
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("before").End();
        Mlflow.Disable();
        try
        {
            Assert.IsTrue(await Mlflow.FlushAsync());
            Assert.HasCount(1, session.Exported);
            Assert.AreEqual(session.Exported[0].Info.TraceId, Mlflow.LastActiveTraceId);
        }
        finally
        {
            Mlflow.Enable();
        }
    }

    [TestMethod]
    public void Init_while_disabled_does_not_switch_tracing_on()
    {
        Mlflow.Disable();
        using var session = new RecordingSession();
        Assert.IsFalse(Mlflow.StartSpan("ignored").IsRecording);

        Mlflow.Enable();
        using var span = Mlflow.StartSpan("recorded");
        Assert.IsTrue(span.IsRecording);
    }

    [TestMethod]
    public void Enable_starts_nothing_that_the_environment_switches_off()
    {
        using var off = new EnvironmentVariable("MLFLOW_TRACING_ENABLED", "false");
        Mlflow.Reset();
        Mlflow.Disable();
        Mlflow.Enable();

        Assert.IsFalse(Mlflow.StartSpan("ignored").IsRecording);
        Mlflow.Use(null);
    }

    [TestMethod]
    public void Reset_delivers_what_was_recorded_forgets_settings_and_switch_and_asks_the_environment_again()
    {
        using var session = new RecordingSession();
        using var store = new TemporaryFolder();
        using var destination = new EnvironmentVariable("MLFLOW_TRACKING_URI", new Uri(store.Path).AbsoluteUri);
        Mlflow.StartSpan("ended").End();
        var open = Mlflow.StartSpan("open");
        Mlflow.Disable();

        Mlflow.Reset();

        CollectionAssert.AreEquivalent(new[] { "ended", "open" }, session.Exported.Select(static trace => trace.Spans[0].Name).ToArray());
        Assert.AreEqual(SpanStatusCode.Error, session.Exported.Single(static trace => trace.Spans[0].Name == "open").Spans[0].Status.Code);
        open.End();
        Mlflow.StartSpan("anew").End();
        Mlflow.Use(null);
        Assert.HasCount(2, session.Exported);
        Assert.AreEqual("anew", FolderStoreReader.Read(store.Path, static skipped => Assert.Fail(skipped.Reason)).Single().Trace.Spans[0].Name);
    }

    [TestMethod]
    public void Last_trace_of_a_thread_is_not_that_of_another_nor_of_tracing_that_was_replaced()
    {
        using (new RecordingSession())
        {
            var here = Record();
            var elsewhere = OnAnotherThread(() => (Before: Mlflow.LastActiveTraceIdOfThread, Recorded: Record(), After: Mlflow.LastActiveTraceIdOfThread));

            Assert.AreEqual((null, elsewhere.Recorded, here), (elsewhere.Before, elsewhere.After, Mlflow.LastActiveTraceIdOfThread));
            Assert.AreEqual(elsewhere.Recorded, Mlflow.LastActiveTraceId);
        }

        using var later = new RecordingSession();
        Assert.IsNull(Mlflow.LastActiveTraceIdOfThread);

        static string Record()
        {
            using var span = Mlflow.StartActiveSpan("work");
            return span.TraceId;
        }

        static T OnAnotherThread<T>(Func<T> body)
        {
            var result = default(T);
            var thread = new Thread(() => result = body());
            thread.Start();
            thread.Join();
            return result!;
        }
    }

    [TestMethod]
    public async Task Shutdown_delivers_ended_and_open_traces_and_switches_off_until_the_next_start()
    {
        using var first = new RecordingSession();
        Mlflow.StartSpan("ended").End();
        _ = Mlflow.StartSpan("open");

        Assert.IsTrue(await Mlflow.ShutdownAsync(TimeSpan.FromSeconds(20)));
        Assert.HasCount(2, first.Exported);
        Assert.IsFalse(Mlflow.StartSpan("ignored").IsRecording);
        Assert.IsTrue(await Mlflow.ShutdownAsync());

        using var second = new RecordingSession();
        Assert.IsTrue(Mlflow.StartSpan("recorded").IsRecording);
    }

    [TestMethod]
    public void Current_trace_is_that_of_the_ambient_span()
    {
        using var session = new RecordingSession();
        Assert.IsNull(Mlflow.CurrentTraceId);
        using var span = Mlflow.StartActiveSpan("current");
        Assert.AreEqual(span.TraceId, Mlflow.CurrentTraceId);
    }
}
