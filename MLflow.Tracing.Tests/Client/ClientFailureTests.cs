using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

[TestClass]
public sealed class ClientFailureTests
{
    [TestMethod]
    [DataRow(400, "INVALID_PARAMETER_VALUE", "Correct the argument")]
    [DataRow(401, "UNAUTHENTICATED", "Set MLFLOW_TRACKING_USERNAME")]
    [DataRow(403, "PERMISSION_DENIED", "Give the user the right")]
    [DataRow(404, "RESOURCE_DOES_NOT_EXIST", "Check the id")]
    [DataRow(404, "ENDPOINT_NOT_FOUND", "new enough")]
    [DataRow(409, "RESOURCE_CONFLICT", "as the answer says")]
    [DataRow(501, "NOT_IMPLEMENTED", "new enough")]
    [DataRow(503, "TEMPORARILY_UNAVAILABLE", "Look into the server's log")]
    public async Task Refusal_becomes_an_exception_that_names_request_answer_and_remedy(int status, string code, string remedy)
    {
        await using var server = new RecordingServer(_ => ScriptedReply.Error(status, code, "said the server"));
        using var run = new ClientRun(server);

        var failure = await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.SetTraceTagAsync("tr-1", "key", "value"));

        Assert.AreEqual((status, code), (failure.StatusCode, failure.ErrorCode));
        Assert.Contains($"PATCH {server.Address}/api/3.0/mlflow/traces/tr-1/tags was answered with {status} ({code}: said the server)", failure.Message);
        Assert.Contains(remedy, failure.Message);
    }

    [TestMethod]
    public async Task Passing_failure_is_overcome_by_trying_again()
    {
        var requests = 0;
        await using var server = new RecordingServer(_ => ++requests < 3 ? new ScriptedReply(503) : new ScriptedReply(200, "{}"));
        using var run = new ClientRun(server);

        await run.Client.SetTraceTagAsync("tr-1", "key", "value");

        Assert.AreEqual(3, requests);
    }

    [TestMethod]
    public async Task Server_that_does_not_answer_is_named_and_the_cause_kept()
    {
        using var run = new ClientRun(RecordingServer.UnusedAddress());

        var failure = await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.GetTraceAsync("tr-1"));

        Assert.AreEqual((null, null), (failure.StatusCode, failure.ErrorCode));
        Assert.Contains("got no answer (tried 5 times)", failure.Message);
        Assert.IsInstanceOfType<HttpRequestException>(failure.InnerException);
    }

    [TestMethod]
    public async Task Server_that_goes_away_ends_a_search()
    {
        await using var server = new RecordingServer(request => request.Method == "POST"
            ? new ScriptedReply(200, $$"""{"traces":[{{StoredOnServer.InfoJson(StoredOnServer.TraceId)}}]}""")
            : ScriptedReply.Never);
        using var run = new ClientRun(server.Address, options => options.HttpRequestTimeout = TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.SearchTracesPageAsync(["1"]));
    }

    [TestMethod]
    [DataRow("<html>login</html>", "text/html", "login page")]
    [DataRow("plain", "text/plain", "cannot read")]
    [DataRow("""{"trace":{}}""", "application/json", "'trace_info'")]
    [DataRow("""{"trace":{"trace_info":{"trace_id":"tr-1"}}}""", "application/json", "'request_time'")]
    [DataRow("""{"trace":{"trace_info":{"trace_id":"tr-1","request_time":"yesterday"}}}""", "application/json", "yesterday")]
    public async Task Answer_of_something_else_than_mlflow_is_named(string answer, string contentType, string reason)
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(200, answer, contentType));
        using var run = new ClientRun(server);

        Assert.Contains(reason, (await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.GetTraceInfoAsync("tr-1"))).Message);
    }

    [TestMethod]
    public async Task Call_that_is_cancelled_is_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new RecordingServer(_ =>
        {
            cancellation.Cancel();
            return ScriptedReply.Never;
        });
        using var run = new ClientRun(server);

        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => run.Client.GetTraceAsync("tr-1", cancellation.Token));

        Assert.AreEqual(cancellation.Token, cancelled.CancellationToken);
    }

    [TestMethod]
    public async Task Calls_at_the_same_time_do_not_disturb_each_other()
    {
        await using var server = new RecordingServer(request => request.Method == "PATCH" ? new ScriptedReply(200, "{}") : StoredOnServer.Answer(StoredOnServer.InfoJson(request.Path.Split('/')[^1])));
        using var run = new ClientRun(server);

        var infos = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await run.Client.SetTraceTagAsync($"tr-{i}", "number", $"{i}");
            return await run.Client.GetTraceInfoAsync($"tr-{i}");
        }));

        CollectionAssert.AreEqual(Enumerable.Range(0, 40).Select(i => $"tr-{i}").ToArray(), infos.Select(info => info!.TraceId).ToArray());
        Assert.HasCount(80, server.Requests);
    }
}
