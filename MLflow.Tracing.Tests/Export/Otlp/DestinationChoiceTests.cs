using MLflow.Tracing.Export.Otlp;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Export.Otlp;

/// <summary>The table of docs/decisions/017-otlp-collectors.md.</summary>
[TestClass]
public sealed class DestinationChoiceTests
{
    [TestMethod]
    [DataRow(false, false, null, true, false, 1)]
    [DataRow(false, false, false, true, false, 0)]
    [DataRow(false, false, true, true, true, 0)]
    [DataRow(false, true, null, true, false, 1)]
    [DataRow(true, false, null, false, true, 0)]
    [DataRow(true, false, false, false, true, 0)]
    [DataRow(true, false, true, true, true, 0)]
    [DataRow(true, true, null, true, true, 0)]
    [DataRow(true, true, false, true, false, 0)]
    public void Code_beats_environment_and_the_collector_the_tracking_uri(bool isUriInCode, bool isEndpointInCode, bool? dual, bool toCollector, bool toTrackingUri, int reports)
    {
        var options = new MlflowOptions { TrackingUri = "http://mlflow", Otlp = { TracesEndpoint = "http://collector/v1/traces?key=s3cr3t", DualExport = dual } };
        var diagnostics = new TracingDiagnostics { Output = null };
        diagnostics.Reported += static diagnostic => Assert.DoesNotContain("s3cr3t", diagnostic.Message);

        Assert.AreEqual(new DestinationChoice(toCollector, toTrackingUri), DestinationChoice.Of(options, isUriInCode, isEndpointInCode, diagnostics));
        Assert.AreEqual(reports, diagnostics.CountOf("MLT474"));
    }

    [TestMethod]
    public void Tracking_uri_that_nobody_named_misses_nothing()
    {
        var diagnostics = new TracingDiagnostics { Output = null };
        var options = new MlflowOptions { Otlp = { TracesEndpoint = "http://collector/v1/traces" } };

        Assert.AreEqual(new DestinationChoice(true, false), DestinationChoice.Of(options, false, false, diagnostics));
        Assert.AreEqual(new DestinationChoice(false, true), DestinationChoice.Of(new MlflowOptions(), false, false, diagnostics));
        Assert.IsEmpty(diagnostics.Counts);
    }

    [TestMethod]
    public void Protocol_that_is_not_known_leaves_the_collector_out()
    {
        var diagnostics = new TracingDiagnostics { Output = null };
        var options = new MlflowOptions { Otlp = { TracesEndpoint = "http://collector:4317/v1/traces", Protocol = "grpc" } };

        Assert.AreEqual(new DestinationChoice(false, true), DestinationChoice.Of(options, false, false, diagnostics));
        Assert.AreEqual(1, diagnostics.CountOf("MLT470"));
    }

    [TestMethod]
    public async Task Collector_of_the_environment_gets_the_traces_except_those_that_name_an_experiment()
    {
        await using var collector = new RecordingServer();
        await using var server = new RecordingServer();
        using var endpoint = new EnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address);
        using var uri = new EnvironmentVariable("MLFLOW_TRACKING_URI", server.Address);
        using var single = new EnvironmentVariable("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", "false");
        Mlflow.Init();
        try
        {
            Mlflow.StartSpan("to the collector").End();
            Mlflow.SetDestination("42");
            Mlflow.StartSpan("to the server").End();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            Mlflow.Use(null);
        }

        Assert.AreEqual("to the collector", collector.Requests.Single().Otlp.ResourceSpans[0].ScopeSpans[0].Spans.Single().Name);
        CollectionAssert.AreEqual(new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans }, server.Routes.ToArray());
        Assert.Contains("to the server", server.Requests[0].Text);
    }

    [TestMethod]
    public async Task Tracking_uri_and_collector_of_the_program_both_get_the_traces()
    {
        await using var collector = new RecordingServer();
        await using var server = new RecordingServer();
        Mlflow.Init(server.Address, configure: options => options.Otlp.TracesEndpoint = collector.Address + "/v1/traces");
        try
        {
            Mlflow.StartSpan("one").End();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            Mlflow.Use(null);
        }

        Assert.HasCount(1, collector.Requests);
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    [DataRow("true", true)]
    [DataRow(" ", false)]
    public async Task Collector_alone_switches_tracing_on_when_the_environment_says_so(string switchedOn, bool isOn)
    {
        await using var collector = new RecordingServer();
        using var endpoint = new EnvironmentVariable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.Address);
        using var enabled = new EnvironmentVariable("MLFLOW_TRACING_ENABLED", switchedOn);

        // Fixtures with a tracking URI may be loaded.
        using var runtime = TracingStartup.FromEnvironment(new TracingDiagnostics { Output = null }, static _ => null);

        Assert.AreEqual(isOn, runtime is not null);
    }
}
