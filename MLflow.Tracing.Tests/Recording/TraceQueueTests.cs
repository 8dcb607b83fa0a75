namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class TraceQueueTests
{
    [TestMethod]
    public async Task Newest_traces_are_dropped_and_counted_when_the_destination_is_slow()
    {
        using var gate = new GateExporter();
        var diagnostics = new TracingDiagnostics { Output = null };
        Mlflow.Use(new TracingRuntime(new MlflowOptions { MaxQueueSize = 10 }, [gate], diagnostics));
        Mlflow.StartSpan("first").End();
        await gate.Entered;

        for (var i = 0; i < 25; i++)
        {
            Mlflow.StartSpan($"next {i}").End();
        }

        gate.Open();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        Mlflow.Use(null);

        Assert.AreEqual(16, diagnostics.CountOf("MLT401"));
        CollectionAssert.AreEqual(
            new[] { "first" }.Concat(Enumerable.Range(0, 9).Select(i => $"next {i}")).ToArray(),
            gate.Names);
    }

    [TestMethod]
    public async Task Thread_that_ends_a_trace_waits_for_room_when_it_may()
    {
        using var gate = new GateExporter();
        var diagnostics = new TracingDiagnostics { Output = null };
        Mlflow.Use(new TracingRuntime(new MlflowOptions { MaxQueueSize = 2, QueueFullTimeout = TimeSpan.FromSeconds(60) }, [gate], diagnostics));
        Mlflow.StartSpan("first").End();
        await gate.Entered;

        var ending = Enumerable.Range(0, 4).Select(i =>
        {
            var thread = new Thread(() => Mlflow.StartSpan($"next {i}").End());
            thread.Start();
            return thread;
        }).ToArray();
        Assert.IsTrue(SpinWait.SpinUntil(() => ending.Count(thread => thread.ThreadState == ThreadState.WaitSleepJoin) == 3, TimeSpan.FromSeconds(20)), "one finds room, three wait");
        gate.Open();
        Array.ForEach(ending, thread => thread.Join());
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        Mlflow.Use(null);

        Assert.AreEqual(0, diagnostics.CountOf("MLT401"));
        Assert.HasCount(5, gate.Names);
    }

    [TestMethod]
    public async Task Trace_that_found_no_room_in_time_is_dropped_and_counted()
    {
        using var gate = new GateExporter();
        var diagnostics = new TracingDiagnostics { Output = null };
        Mlflow.Use(new TracingRuntime(new MlflowOptions { MaxQueueSize = 1, QueueFullTimeout = TimeSpan.FromMilliseconds(1) }, [gate], diagnostics));
        Mlflow.StartSpan("first").End();
        await gate.Entered;

        Mlflow.StartSpan("second").End();
        gate.Open();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        Mlflow.Use(null);

        Assert.AreEqual(1, diagnostics.CountOf("MLT401"));
    }

    [TestMethod]
    public async Task Traces_that_take_too_much_memory_are_dropped_and_counted()
    {
        using var gate = new GateExporter();
        var diagnostics = new TracingDiagnostics { Output = null };
        Mlflow.Use(new TracingRuntime(new MlflowOptions { MaxQueueBytes = 100_000 }, [gate], diagnostics));
        var text = new string('x', 20_000);
        Mlflow.StartSpan("first").End();
        await gate.Entered;

        for (var i = 0; i < 10; i++)
        {
            Mlflow.StartSpan($"next {i}", inputs: text).End();
        }

        gate.Open();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        for (var i = 0; i < 2; i++)
        {
            Mlflow.StartSpan($"last {i}", inputs: text).End();
        }

        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        Mlflow.Use(null);

        // 40 kB each: two fit.
        Assert.AreEqual(8, diagnostics.CountOf("MLT401"));
        CollectionAssert.AreEqual(new[] { "first", "next 0", "next 1", "last 0", "last 1" }, gate.Names);
    }

    [TestMethod]
    public async Task Exporter_that_throws_does_not_keep_the_next_one_from_its_traces()
    {
        var diagnostics = new TracingDiagnostics { Output = null };
        var collecting = new CollectingExporter();
        using var throwing = new GateExporter();
        throwing.Fail = true;
        throwing.Open();
        Mlflow.Use(new TracingRuntime(new MlflowOptions(), [throwing, collecting], diagnostics));

        Mlflow.StartSpan("one").End();
        await Mlflow.FlushAsync();
        Mlflow.Use(null);

        Assert.HasCount(1, collecting.Traces);
        Assert.AreEqual(1, diagnostics.CountOf("MLT405"));
    }

    [TestMethod]
    public async Task Flush_tells_when_the_time_was_up()
    {
        using var gate = new GateExporter();
        Mlflow.Use(new TracingRuntime(new MlflowOptions(), [gate], new TracingDiagnostics { Output = null }));
        Mlflow.StartSpan("one").End();
        await gate.Entered;
        Mlflow.StartSpan("two").End();

        Assert.IsFalse(await Mlflow.FlushAsync(TimeSpan.FromMilliseconds(20)));

        gate.Open();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        Mlflow.Use(null);
        Assert.HasCount(2, gate.Names);
    }
}
