namespace MLflow.Tracing.Tests.Samples;

/// <summary>The unchanged sample with a server named in its environment.</summary>
[TestClass]
public sealed class QuickstartServerTests
{
    [TestMethod]
    public async Task Traces_when_a_server_is_named_have_all_arrived_when_the_process_exits()
    {
        using var folder = new TemporaryFolder().Write("docs/spans.md", "# Spans\n\nA span is one unit of work.\n");
        await using var server = new TraceReceiver();

        var run = await ProcessRun.DotnetAsync(
            folder.Path,
            [await QuickstartBuild.WovenAsync(), "What is a span?", "What is work?", "What is a unit?"],
            new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = server.Uri, ["MLFLOW_EXPERIMENT_ID"] = "1" });

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        var requests = server.Requests;
        var routes = $"{string.Join('\n', requests.Select(request => request.Route))}\n{run}";
        var started = requests.Where(request => request.Route == ReceivedRequest.StartTrace).Select(request => request.TraceId).ToList();
        Assert.HasCount(3, started, routes);
        Assert.HasCount(3, started.Distinct(), routes);
        foreach (var traceId in started)
        {
            var start = requests.ToList().FindIndex(request => request.Route == ReceivedRequest.StartTrace && request.TraceId == traceId);
            var push = requests.ToList().FindIndex(request => request.Route == ReceivedRequest.PushSpans && request.Carries(traceId));
            Assert.IsGreaterThan(start, push, $"The spans of {traceId} were not pushed after its start.\n{routes}");
            Assert.AreEqual("1", requests[push].ExperimentId);
        }

        Assert.IsFalse(Directory.Exists(Path.Combine(folder.Path, "mlflow-traces")), "The traces went to the folder store as well.");
    }

    [TestMethod]
    public async Task Server_that_is_down_costs_the_program_nothing_but_a_complaint()
    {
        using var folder = new TemporaryFolder().Write("docs/spans.md", "# Spans\n\nA span is one unit of work.\n");

        var run = await ProcessRun.DotnetAsync(
            folder.Path,
            [await QuickstartBuild.WovenAsync(), "What is a span?"],
            new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = TraceReceiver.UnusedUri() });

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.Contains("Answer: A span is one unit of work.", run.Output);
        Assert.Contains("MLT4", run.Error, run.ToString());
    }
}
