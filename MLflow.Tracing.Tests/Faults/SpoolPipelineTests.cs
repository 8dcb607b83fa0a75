using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>The whole way of a trace with a spool: from its end, through the queue, to the server, now or later.</summary>
[TestClass]
public sealed class SpoolPipelineTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly StoreFolder _folder = new();
    private readonly TracingDiagnostics _diagnostics = new() { Output = null };

    public void Dispose()
    {
        Mlflow.Use(null);
        _folder.Dispose();
    }

    [TestMethod]
    public async Task Server_that_stalls_costs_no_trace_though_they_are_more_than_the_queue_holds()
    {
        await using var server = FaultServer.Start();
        Begin(server);
        server.Arm(new FaultStep(Fault.Stall, int.MaxValue));

        End(traces: 3_000);
        server.Disarm();
        await server.StopListeningAsync();
        server.ListenAgain();

        AssertArrived(server, 3_000);
        Assert.AreEqual(0, _diagnostics.CountOf("MLT401"));
    }

    [TestMethod]
    public async Task Next_runtime_delivers_what_a_stalling_server_kept_from_the_one_before()
    {
        await using var server = FaultServer.Start();
        var runtime = Begin(server);
        server.Arm(new FaultStep(Fault.Stall, int.MaxValue));
        End(traces: 100);

        Mlflow.Use(null);
        runtime.Shutdown(TimeSpan.FromMilliseconds(200), "the test is over");
        Assert.AreEqual(0, _diagnostics.CountOf("MLT403"));
        Assert.IsEmpty(server.Traces);
        server.Disarm();
        Begin(server);

        AssertArrived(server, 100);
    }

    [TestMethod]
    public async Task Process_that_receives_a_signal_spools_what_it_has_no_time_to_deliver()
    {
        await using var server = FaultServer.Start();
        var runtime = Begin(server);
        server.Arm(new FaultStep(Fault.Stall, int.MaxValue));
        End(traces: 10);
        Mlflow.StartSpan("open");

        runtime.CutOff(TimeSpan.FromMilliseconds(200), "the test says so");

        Assert.AreEqual(0, _diagnostics.CountOf("MLT403"));
        Mlflow.Use(null);
        runtime.Dispose();
        Assert.HasCount(11, KillTests.SpooledIds(_folder.Path));
    }

    [TestMethod]
    public async Task Without_a_spool_a_dead_server_costs_the_traces_and_the_counts_say_so()
    {
        await using var server = FaultServer.Start();
        await server.StopListeningAsync();
        Begin(server, spools: false);

        End(traces: 50);

        Assert.IsTrue(await Mlflow.FlushAsync(s_patience));
        Assert.AreEqual(50, _diagnostics.CountOf("MLT410") + _diagnostics.CountOf("MLT451"));
    }

    [TestMethod]
    public void Spool_beside_a_folder_store_is_reported_as_unused()
    {
        var options = new MlflowOptions { SpoolFolder = _folder.Path };
        var uri = TrackingUri.Parse("file:" + _folder.Path);
        foreach (var exporter in ExporterFactory.Create(new(ToTrackingUri: true, ToCollector: false), uri, options, _diagnostics))
        {
            exporter.Dispose();
        }

        Assert.AreEqual(1, _diagnostics.CountOf("MLT469"));
    }

    private static void End(int traces)
    {
        for (var i = 0; i < traces; i++)
        {
            Mlflow.StartSpan("answer").End();
        }
    }

    private static void AssertArrived(FaultServer server, int traces)
        => Assert.IsTrue(SpinWait.SpinUntil(() => server.Traces.Values.Count(static trace => trace.IsWhole(spans: 1)) == traces, s_patience), $"{server.Traces.Count} traces");

    private TracingRuntime Begin(FaultServer server, bool spools = true)
    {
        var options = new MlflowOptions { ExperimentId = "123", SpoolFolder = spools ? _folder.Path : null, HttpRequestMaxRetries = 0 };
        var uri = TrackingUri.Parse(server.Address);
        var runtime = new TracingRuntime(options, [ExporterFactory.Create(uri, options, _diagnostics)], _diagnostics);
        Mlflow.Use(runtime);
        return runtime;
    }
}
