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
