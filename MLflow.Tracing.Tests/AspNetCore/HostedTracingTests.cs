using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>Tracing that a host starts and ends.</summary>
[TestClass]
public sealed class HostedTracingTests
{
    [TestCleanup]
    public void SwitchOff() => Mlflow.Use(null);

    [TestMethod]
    public async Task Configuration_says_where_traces_go_and_what_ended_before_the_host_is_there_afterwards()
    {
        using var folder = new StoreFolder();
        using var host = HostWith(new() { ["MLflow:TrackingUri"] = "file:" + folder.Path, ["mlflow:experimentid"] = "7", ["MLflow:ActiveTraceTtl"] = "00:10:00" });

        await host.StartAsync();
        Assert.AreEqual(TimeSpan.FromMinutes(10), TracingSwitch.Runtime!.Options.ActiveTraceTtl);
        Mlflow.StartSpan("work").End();
        await host.StopAsync();

        var trace = StoredIn(folder).Single();
        Assert.AreEqual("work", trace.Spans.Single().Name);
        Assert.AreEqual("7", trace.Info.ExperimentId);
    }

    [TestMethod]
    public async Task Services_are_traced_from_their_start_to_their_stop()
    {
        using var folder = new StoreFolder();
        using var host = HostWith(new() { ["MLflow:TrackingUri"] = "file:" + folder.Path }, services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Worker>()));

        await host.StartAsync();
        await host.StopAsync();

        CollectionAssert.AreEqual(new[] { "started", "stopped" }, StoredIn(folder).Select(trace => trace.Spans.Single().Name).ToArray());
    }

    [TestMethod]
    public async Task Code_beats_configuration_and_the_environment_fills_in()
    {
        using var folder = new StoreFolder();
        Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", "file:" + folder.Path);
        try
        {
            using var host = HostWith(
                new() { ["MLflow:MaxQueueSize"] = "5", ["MLflow:CaptureMaxDepth"] = "5" },
                services => services.AddMlflowTracing(options => options.MaxQueueSize = 6));

            await host.StartAsync();

            var options = TracingSwitch.Runtime!.Options;
            Assert.AreEqual((6, 5), (options.MaxQueueSize, options.CaptureMaxDepth));
            Assert.AreEqual("file:" + folder.Path, options.TrackingUri);
            await host.StopAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLFLOW_TRACKING_URI", null);
        }
    }

    [TestMethod]
    [DataRow("MLflow:SamplingRatio", "1.5", "must be 0 to 1")]
    [DataRow("MLflow:SamplingRatio", "much", "SamplingRatio")]
    [DataRow("MLflow:HttpRequestTimeout", "-00:00:01", "more than zero")]
    [DataRow("MLflow:TrackingUri", "sqlite:///mlflow.db", "databricks://PROFILE")]
    [DataRow("MLflow:TrackngUri", "http://localhost:5000", "TrackngUri")]
    public async Task Wrong_setting_keeps_the_host_from_starting_and_is_named(string key, string value, string explanation)
    {
        using var host = HostWith(new() { ["MLflow:TrackingUri"] = "http://localhost:1", [key] = value });

        var wrong = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains(key.Split(':')[1], wrong.Message);
        Assert.Contains(explanation, wrong.Message);
    }

    [TestMethod]
    public async Task Validation_of_ones_own_is_asked()
    {
        using var host = HostWith([], services => services.AddOptions<MlflowOptions>().Validate(options => options.Workspace is not null, "Name the workspace."));

        var wrong = await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.AreEqual("Name the workspace.", wrong.Message);
    }

    [TestMethod]
    public async Task Shutdown_ends_in_the_hosts_time_when_a_destination_hangs()
    {
        using var folder = new StoreFolder();
        using var stuck = new StuckExporter();
        using var host = HostWith(new() { ["MLflow:TrackingUri"] = "file:" + folder.Path }, services =>
        {
            services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
            services.Configure<MlflowOptions>(options =>
            {
                options.ExitFlushTimeout = TimeSpan.FromHours(1);
                options.Exporters.Add(stuck);
            });
        });
        await host.StartAsync();
        Mlflow.StartSpan("work").End();

        await host.StopAsync();

        Assert.IsFalse(stuck.HasDelivered);
        stuck.LetGo();
        Mlflow.Use(null);
        Assert.IsTrue(stuck.HasDelivered);
    }

    private static IHost HostWith(Dictionary<string, string?> configuration, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddMlflowTracing();
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private static List<Trace> StoredIn(StoreFolder folder)
        => [.. FolderStoreReader.Read(folder.Path, skipped => Assert.Fail(skipped.ToString())).Select(stored => stored.Trace)];

    private sealed class Worker : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => RecordAsync("started");

        public Task StopAsync(CancellationToken cancellationToken) => RecordAsync("stopped");

        private static Task RecordAsync(string name)
        {
            Mlflow.StartSpan(name).End();
            return Task.CompletedTask;
        }
    }

    private sealed class StuckExporter : ITraceExporter
    {
        private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasDelivered { get; private set; }

        public void LetGo() => _letGo.SetResult();

        public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
        {
            await _letGo.Task;
            HasDelivered = true;
            return new ExportResult(traces.Count, 0);
        }

        public void Dispose()
        {
        }
    }
}
