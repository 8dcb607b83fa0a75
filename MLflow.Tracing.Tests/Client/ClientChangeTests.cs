using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

[TestClass]
public sealed class ClientChangeTests
{
    [TestMethod]
    public async Task Tag_is_set_and_deleted()
    {
        await using var server = Accepting();
        using var run = new ClientRun(server);

        await run.Client.SetTraceTagAsync("tr-1/2", "reviewed", "");
        await run.Client.DeleteTraceTagAsync("tr-1/2", "reviewed");

        CollectionAssert.AreEqual(new[] { "PATCH /api/3.0/mlflow/traces/tr-1%2F2/tags", "DELETE /api/3.0/mlflow/traces/tr-1%2F2/tags" }, server.Routes.ToArray());
        CollectionAssert.AreEqual(new[] { """{"key":"reviewed","value":""}""", """{"key":"reviewed"}""" }, server.Requests.Select(request => request.Text).ToArray());
        Assert.AreEqual("application/json", server.Requests[1].Header("Content-Type"));
    }

    [TestMethod]
    public async Task Traces_are_deleted_by_their_ids_a_hundred_at_a_time()
    {
        await using var server = new RecordingServer(request => new ScriptedReply(200, $$"""{"traces_deleted":{{request.Json["request_ids"]!.Count()}}}"""));
        using var run = new ClientRun(server);

        Assert.AreEqual(230, await run.Client.DeleteTracesAsync("7", Enumerable.Range(0, 230).Select(i => $"tr-{i}")));

        Assert.IsTrue(server.Requests.All(request => request.Route == "POST /api/3.0/mlflow/traces/delete-traces" && (string?)request.Json["experiment_id"] == "7"));
        CollectionAssert.AreEqual(new[] { 100, 100, 30 }, server.Requests.Select(request => request.Json["request_ids"]!.Count()).ToArray());
        Assert.AreEqual("tr-229", (string?)server.Requests[2].Json["request_ids"]!.Last!);
    }

    [TestMethod]
    public async Task Traces_are_deleted_by_their_age()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(200, """{"traces_deleted":3}"""));
        using var run = new ClientRun(server);

        Assert.AreEqual(3, await run.Client.DeleteTracesBeforeAsync("7", DateTimeOffset.FromUnixTimeMilliseconds(1_795_382_356_123), maxTraces: 50));

        Assert.AreEqual("""{"experiment_id":"7","max_timestamp_millis":1795382356123,"max_traces":50}""", server.Requests.Single().Text);
    }

    [TestMethod]
    public async Task Traces_are_linked_to_a_run_a_hundred_at_a_time()
    {
        await using var server = Accepting();
        using var run = new ClientRun(server);

        await run.Client.LinkTracesToRunAsync(Enumerable.Range(0, 101).Select(i => $"tr-{i}"), "run-1");

        CollectionAssert.AreEqual(new[] { "POST /api/2.0/mlflow/traces/link-to-run", "POST /api/2.0/mlflow/traces/link-to-run" }, server.Routes.ToArray());
        Assert.AreEqual("""{"trace_ids":["tr-100"],"run_id":"run-1"}""", server.Requests[1].Text);
    }

    [TestMethod]
    public async Task Prompts_are_linked()
    {
        await using var server = Accepting();
        using var run = new ClientRun(server);

        await run.Client.LinkPromptsToTraceAsync("tr-1", [new PromptVersion("greeting", "3"), new PromptVersion("tone", "1")]);

        Assert.AreEqual("POST /api/2.0/mlflow/traces/link-prompts", server.Routes.Single());
        Assert.AreEqual("""{"trace_id":"tr-1","prompt_versions":[{"name":"greeting","version":"3"},{"name":"tone","version":"1"}]}""", server.Requests.Single().Text);
    }

    [TestMethod]
    public async Task Experiment_is_created_and_deleted()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(200, """{"experiment_id":"9"}"""));
        using var run = new ClientRun(server);

        Assert.AreEqual("9", await run.Client.CreateExperimentAsync("my bot", "s3://b", new Dictionary<string, string> { ["team"] = "a" }));
        await run.Client.CreateExperimentAsync("plain");
        await run.Client.DeleteExperimentAsync("9");

        CollectionAssert.AreEqual(
            new[]
            {
                """POST /api/2.0/mlflow/experiments/create {"name":"my bot","artifact_location":"s3://b","tags":[{"key":"team","value":"a"}]}""",
                """POST /api/2.0/mlflow/experiments/create {"name":"plain"}""",
                """POST /api/2.0/mlflow/experiments/delete {"experiment_id":"9"}""",
            },
            server.Requests.Select(request => $"{request.Route} {request.Text}").ToArray());
    }

    [TestMethod]
    public async Task Experiment_is_got_by_id_and_by_name()
    {
        await using var server = new RecordingServer(request => request.Path.Contains("none", StringComparison.Ordinal) ? StoredOnServer.Missing : new ScriptedReply(200, """
            {"experiment":{"experiment_id":"9","name":"my bot","artifact_location":"mlflow-artifacts:/9","lifecycle_stage":"deleted","last_update_time":1762000000001,"creation_time":1762000000000,"tags":[{"key":"team","value":"a"}]}}
            """));
        using var run = new ClientRun(server);

        var experiment = await run.Client.GetExperimentByNameAsync("my bot");

        Assert.AreEqual("GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=my%20bot", server.Routes[0]);
        Assert.AreEqual(("9", "my bot", "mlflow-artifacts:/9", true), (experiment!.ExperimentId, experiment.Name, experiment.ArtifactLocation, experiment.IsDeleted));
        Assert.AreEqual(("a", 1762000000000L, 1762000000001L), (experiment.Tags["team"], experiment.CreationTimeUnixMs, experiment.LastUpdateTimeUnixMs));
        Assert.AreEqual("9", (await run.Client.GetExperimentAsync("9"))!.ExperimentId);
        Assert.AreEqual("GET /api/2.0/mlflow/experiments/get?experiment_id=9", server.Routes[1]);
        Assert.IsNull(await run.Client.GetExperimentAsync("none"));
        Assert.IsNull(await run.Client.GetExperimentByNameAsync("none"));
    }

    [TestMethod]
    public async Task Wrong_arguments_are_named_before_anything_is_sent()
    {
        await using var server = Accepting();
        using var run = new ClientRun(server);
        var client = run.Client;
        var longText = new string('x', 8001);

        foreach (var (parameter, call) in new (string, Func<Task>)[]
        {
            ("traceId", () => client.SetTraceTagAsync("", "key", "value")),
            ("key", () => client.SetTraceTagAsync("tr-1", longText[..251], "value")),
            ("value", () => client.SetTraceTagAsync("tr-1", "key", longText)),
            ("value", () => client.SetTraceTagAsync("tr-1", "key", null!)),
            ("key", () => client.DeleteTraceTagAsync("tr-1", " ")),
            ("experimentId", () => client.DeleteTracesAsync("", ["tr-1"])),
            ("traceIds", () => client.DeleteTracesAsync("1", [])),
            ("traceIds", () => client.DeleteTracesAsync("1", null!)),
            ("maxTraces", () => client.DeleteTracesBeforeAsync("1", DateTimeOffset.UtcNow, 0)),
            ("traceIds", () => client.LinkTracesToRunAsync(["tr-1", ""], "run")),
            ("runId", () => client.LinkTracesToRunAsync(["tr-1"], "")),
            ("prompts", () => client.LinkPromptsToTraceAsync("tr-1", [])),
            ("prompts", () => client.LinkPromptsToTraceAsync("tr-1", [new PromptVersion("greeting", "")])),
            ("name", () => client.CreateExperimentAsync(longText[..501])),
            ("key", () => client.CreateExperimentAsync("bot", tags: new Dictionary<string, string> { [""] = "" })),
            ("experimentId", () => client.GetExperimentAsync("")),
            ("name", () => client.GetExperimentByNameAsync("")),
            ("experimentId", () => client.DeleteExperimentAsync(" ")),
        })
        {
            Assert.AreEqual(parameter, (await Assert.ThrowsAsync<ArgumentException>(call)).ParamName);
        }

        Assert.IsEmpty(server.Requests);
    }

    private static RecordingServer Accepting() => new(_ => new ScriptedReply(200, "{}"));
}
