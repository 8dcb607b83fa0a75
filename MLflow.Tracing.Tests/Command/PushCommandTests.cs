using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;
using static MLflow.Tracing.Tests.Command.TraceStore;

namespace MLflow.Tracing.Tests.Command;

/// <summary><c>mlflow-tracing push</c>, run as its user would, against a server on a socket.</summary>
[TestClass]
public sealed class PushCommandTests : IDisposable
{
    private readonly TraceStore _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public async Task Traces_when_pushed_again_are_not_sent_again_and_new_ones_are()
    {
        await using var server = new RecordingServer { Version = "3.7.0" };
        await _store.StoreAsync([.. Enumerable.Range(1, 150).Select(static number => Named(number, "answer"))]);
        var stored = File.ReadAllText(_store.FirstFile);

        AssertEnded(0, "Delivered 150 traces.\n", await PushAsync(server.Address));
        Assert.HasCount(150, StartedAt(server).Distinct().ToArray());
        var requests = server.Requests.Count;
        AssertEnded(0, "Delivered 0 traces.\n", await PushAsync(server.Address));
        Assert.HasCount(requests, server.Requests);
        await _store.StoreAsync(Named(151, "answer"));
        AssertEnded(0, "Delivered 1 trace.\n", await PushAsync(server.Address));

        Assert.HasCount(151, StartedAt(server));
        Assert.AreEqual(stored, File.ReadAllText(_store.FirstFile));
    }

    [TestMethod]
    public async Task Server_when_another_one_gets_all_traces_too()
    {
        await using var one = new RecordingServer();
        await using var other = new RecordingServer();
        await _store.StoreAsync(Named(1, "answer"), Named(2, "answer"));

        await PushAsync(one.Address);
        AssertEnded(0, "Delivered 2 traces.\n", await PushAsync(other.Address));

        Assert.HasCount(2, StartedAt(other));
    }

    [TestMethod]
    public async Task Server_when_it_goes_down_in_the_middle_gets_the_rest_with_the_next_push()
    {
        var starts = 0;
        var mostStarts = 100;
        await using var server = new RecordingServer(request
            => request.Route == RecordedRequest.StartTrace && Interlocked.Increment(ref starts) > mostStarts ? ScriptedReply.Error(503, "TEMPORARILY_UNAVAILABLE", "down") : null);
        await _store.StoreAsync([.. Enumerable.Range(1, 200).Select(static number => Named(number, "answer"))]);

        var first = await _store.RunWithAsync("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0", "push", "--to", server.Address);
        mostStarts = int.MaxValue;
        var second = await PushAsync(server.Address);

        Assert.AreEqual(4, first.ExitCode, first.ToString());
        Assert.EndsWith(" left.\n", first.Output);
        Assert.Contains("Not all traces are delivered yet:", first.Error);
        AssertEnded(0, $"Delivered {200 - CountIn(first)} traces.\n", second);
        Assert.HasCount(200, StartedAt(server).Distinct().ToArray());
        AssertEnded(0, "Delivered 0 traces.\n", await PushAsync(server.Address));
    }

    [TestMethod]
    public async Task Trace_that_is_refused_is_reported_with_its_id_and_tried_again_by_the_next_push()
    {
        var refuses = true;
        await using var server = new RecordingServer(request => refuses && request.Route == RecordedRequest.StartTrace && IdIn(request).EndsWith('2') ? ScriptedReply.Error(400, "INVALID_PARAMETER_VALUE", "too odd") : null);
        await _store.StoreAsync(Named(1, "answer"), Named(2, "answer"), Named(3, "answer"));

        var push = await PushAsync(server.Address);

        AssertEnded(4, "Delivered 2 traces; 1 refused.\n", push);
        Assert.Contains("Trace tr-00000000000000000000000000000002 not delivered:", push.Error);
        Assert.Contains("too odd", push.Error);
        refuses = false;
        AssertEnded(0, "Delivered 1 trace.\n", await PushAsync(server.Address));
    }

    [TestMethod]
    public async Task Line_that_is_no_trace_is_reported_and_does_not_count()
    {
        await using var server = new RecordingServer();
        _store.Append("traces-1.jsonl", "no trace\n" + LineOf(Named(1, "answer")) + "\n" + LineOf(Named(2, "torn"))[..100]);

        var push = await PushAsync(server.Address);

        AssertEnded(0, "Delivered 1 trace.\n", push);
        Assert.Contains("MLT421: Line 1 of ", push.Error);
        Assert.Contains("MLT421: Line 3 of ", push.Error);
        _store.Append("traces-1.jsonl", LineOf(Named(2, "torn"))[100..] + "\n");
        AssertEnded(0, "Delivered 1 trace.\n", await PushAsync(server.Address));
    }

    [TestMethod]
    public async Task Attachments_are_delivered_with_their_trace()
    {
        await using var server = new RecordingServer();
        await _store.StoreAsync(WithAttachment(1));

        AssertEnded(0, "Delivered 1 trace.\n", await PushAsync(server.Address));

        var upload = server.Requests.Single(static request => request.Method == "PUT");
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, upload.Body);
    }

    [TestMethod]
    [DataRow("their own", "7")]
    [DataRow("another", "8", "--experiment", "another")]
    [DataRow(null, "9", "--experiment-id", "9")]
    public async Task Experiment_is_that_of_the_traces_unless_the_options_name_one(string? asked, string expected, params string[] options)
    {
        await using var server = new RecordingServer(ExperimentByName);
        await _store.StoreAsync(new MlflowOptions { ExperimentName = "their own" }, Named(1, "answer"));
        Spool("spool", server.Address, "their own", Named(2, "answer"));

        foreach (var folder in new[] { "mlflow-traces", "spool" })
        {
            AssertEnded(0, "Delivered 1 trace.\n", await _store.RunWithAsync("MLFLOW_EXPERIMENT_NAME", "of the environment", ["push", folder, "--to", server.Address, .. options]));
        }

        CollectionAssert.AreEqual(
            new[] { expected, expected },
            server.Requests.Where(static request => request.Route == RecordedRequest.StartTrace).Select(static start => (string?)start.Json.SelectToken("trace.trace_info.trace_location.mlflow_experiment.experiment_id")).ToArray());
        Assert.AreEqual(asked is null ? 0 : 2, server.Routes.Count(static route => route.Contains("get-by-name", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Spool_is_emptied_but_for_what_programs_hold_and_what_goes_elsewhere()
    {
        await using var server = new RecordingServer();
        Spool("spool", server.Address, null, WithAttachment(1), Named(2, "answer"));
        Spool("spool", "http://elsewhere:5000", null, Named(3, "answer"));
        using var running = OpenSpool("spool", server.Address);
        running.Keep([new Delivery(Named(4, "answer"))]);

        var push = await _store.RunAsync("push", "spool", "--to", server.Address);

        AssertEnded(0, "Delivered 2 traces.\n", push);
        CollectionAssert.AreEqual(new[] { Named(1, "").Info.TraceId, Named(2, "").Info.TraceId }, StartedAt(server).Order().ToArray());
        Assert.Contains("warning MLT076: The traces in '", push.Error);
        Assert.Contains("warning MLT077: 1 file(s) in '", push.Error);
        Assert.HasCount(1, Directory.GetFiles(running.Folder, "*", SearchOption.AllDirectories));
        var elsewhere = Directory.GetDirectories(Path.Combine(_store.Directory, "spool")).Single(folder => folder != running.Folder);
        AssertEnded(0, "Delivered 1 trace.\n", await _store.RunAsync("push", elsewhere, "--to", server.Address));
        Assert.IsEmpty(Directory.GetFiles(elsewhere));
    }

    [TestMethod]
    public async Task Spool_when_the_server_is_down_keeps_its_traces()
    {
        var address = RecordingServer.UnusedAddress();
        Spool("spool", address, null, Named(1, "answer"), Named(2, "answer"));

        var push = await _store.RunWithAsync("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0", "push", "spool", "--to", address);

        AssertEnded(4, "Delivered 0 traces; 2 left.\n", push);
        using var next = OpenSpool("spool", address);
        next.ClaimOthers();
        Assert.HasCount(2, next.TakeNext()!.Deliveries);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Push_when_interrupted_says_what_is_left()
    {
        var stuck = new TaskCompletionSource();
        await using var server = new RecordingServer(request => NeverTo(150, request, stuck));
        await _store.StoreAsync([.. Enumerable.Range(1, 200).Select(static number => Named(number, "answer"))]);
        using var push = _store.Start("push", "--to", server.Address);
        await stuck.Task;

        var end = await push.InterruptAsync();

        Assert.AreEqual(130, end.ExitCode, end.ToString());
        Assert.EndsWith($"; {200 - CountIn(end)} left.\n", end.Output);
    }

    [TestMethod]
    public async Task Push_when_killed_is_taken_up_by_the_next_one_where_it_was()
    {
        var stuck = new TaskCompletionSource();
        await using var server = new RecordingServer(request => stuck.Task.IsCompleted ? null : NeverTo(150, request, stuck));
        await _store.StoreAsync([.. Enumerable.Range(1, 200).Select(static number => Named(number, "answer"))]);
        using (_store.Start("push", "--to", server.Address))
        {
            await stuck.Task;
        }

        var before = StartedAt(server).Length;
        var next = await PushAsync(server.Address);

        Assert.AreEqual(0, next.ExitCode, next.ToString());
        var sentAgain = StartedAt(server).Skip(before).ToArray();
        Assert.HasCount(CountIn(next), sentAgain);
        Assert.AreEqual(129, sentAgain.Min(static id => Convert.ToInt32(id[^4..], 16)), "Two groups of 64 were delivered, and noted.");
        Assert.HasCount(200, StartedAt(server).Distinct().ToArray());
    }

    [TestMethod]
    public async Task Input_that_makes_no_sense_is_refused_and_nothing_is_written()
    {
        await _store.StoreAsync(Named(1, "answer"));

        await _store.AssertRefusedAsync("MLT073", "push", "no/such/store", "--to", "http://127.0.0.1:1");
        await _store.AssertRefusedAsync("MLT074", "push");
        await _store.AssertRefusedAsync("MLT074", "push", "--to", "sqlite:///mlflow.db");
        await _store.AssertRefusedAsync("MLT074", "push", "--to", "file:elsewhere");
        await _store.AssertRefusedAsync("exclude each other", "push", "--to", "http://127.0.0.1:1", "--experiment", "a", "--experiment-id", "1");
        await _store.AssertRefusedAsync("Unity Catalog", "push", "--to", "databricks", "--experiment-id", "main.agents");
        Assert.HasCount(1, Directory.GetFiles(_store.Path));
    }

    [TestMethod]
    public async Task Push_when_another_one_is_at_work_is_refused()
    {
        await using var server = new RecordingServer();
        await _store.StoreAsync(Named(1, "answer"));
        await PushAsync(server.Address);
        using var held = FolderStoreFile.OpenAlone(Directory.GetFiles(_store.Path, "*.pushed").Single(), FileMode.Open);

        await _store.AssertRefusedAsync("MLT075", "push", "--to", server.Address);
    }

    private static string IdIn(RecordedRequest start) => (string)start.Json.SelectToken("trace.trace_info.trace_id")!;

    /// <summary>The server takes a trace, and never answers.</summary>
    private static ScriptedReply? NeverTo(int number, RecordedRequest request, TaskCompletionSource stuck)
    {
        if (request.Route != RecordedRequest.StartTrace || IdIn(request) != Named(number, "").Info.TraceId)
        {
            return null;
        }

        stuck.TrySetResult();
        return ScriptedReply.Never;
    }

    private static string[] StartedAt(RecordingServer server) => [.. server.Requests.Where(static request => request.Route == RecordedRequest.StartTrace).Select(IdIn)];

    private static int CountIn(ProcessRun push) => int.Parse(push.Output.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static Trace WithAttachment(int number)
    {
        var trace = Named(number, "answer");
        var uri = new AttachmentUri(Guid.NewGuid().ToString("D"), "image/png", trace.Info.TraceId);
        return trace with
        {
            Spans = [SampleTrace.CreateSpan(number, "answer", 1, null, ("mlflow.spanInputs", $"\"{uri}\""))],
            Attachments = [new TraceAttachment(uri.AttachmentId, uri.ContentType, new byte[] { 1, 2, 3 })],
        };
    }

    private static ScriptedReply? ExperimentByName(RecordedRequest request) => request.Path.Contains("experiments/get-by-name", StringComparison.Ordinal)
        ? new ScriptedReply(200, $$$"""{"experiment":{"experiment_id":"{{{(request.Path.Contains("another", StringComparison.Ordinal) ? 8 : 7)}}}","lifecycle_stage":"active"}}""")
        : null;

    private Spool OpenSpool(string folder, string address, string? experimentName = null)
    {
        var options = new MlflowOptions { ExperimentName = experimentName, SpoolTtl = TimeSpan.FromDays(36500) };
        return new Spool(SpoolFolder.Of(Path.Combine(_store.Directory, folder), TrackingUri.Parse(address), options), options, new TracingDiagnostics { Output = null });
    }

    /// <summary>Keeps traces as a program did that has ended.</summary>
    private void Spool(string folder, string address, string? experimentName, params Trace[] traces)
    {
        using var spool = OpenSpool(folder, address, experimentName);
        spool.Keep([.. traces.Select(static trace => new Delivery(trace))]);
    }

    private static void AssertEnded(int exitCode, string output, ProcessRun run)
    {
        Assert.AreEqual(exitCode, run.ExitCode, run.ToString());
        Assert.AreEqual(output, run.Output, run.ToString());
    }

    private Task<ProcessRun> PushAsync(string address) => _store.RunAsync("push", "--to", address);
}
