using System.Globalization;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Client;

[TestClass]
public sealed class ClientSearchTests
{
    private const string Search = "POST /api/3.0/mlflow/traces/search";

    [TestMethod]
    public async Task Search_says_where_what_and_in_which_order()
    {
        await using var server = Server(traces: 1);
        using var run = new ClientRun(server);

        await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1", "2"], "attributes.status = 'OK'", ["timestamp_ms ASC", "status"], includeSpans: false));

        Assert.AreEqual(
            """
            {"locations":[{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"1"}},{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"2"}}],
            "filter":"attributes.status = 'OK'","max_results":100,"order_by":["timestamp_ms ASC","status"]}
            """.ReplaceLineEndings(""),
            server.Requests.Single().Text);
    }

    [TestMethod]
    public async Task Pages_are_fetched_as_they_are_needed()
    {
        await using var server = Server(traces: 250);
        using var run = new ClientRun(server);

        Assert.HasCount(250, await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1"], includeSpans: false)));
        CollectionAssert.AreEqual(new[] { null, "100", "200" }, SearchesOf(server).Select(body => (string?)body["page_token"]).ToArray());

        await foreach (var trace in run.Client.SearchTracesAsync(["1"], includeSpans: false))
        {
            Assert.AreEqual(IdOf(0), trace.Info.TraceId);
            break;
        }

        Assert.HasCount(4, server.Requests);
    }

    [TestMethod]
    [DataRow(30, 100, 30, 1)]
    [DataRow(120, 50, 50, 3)]
    [DataRow(500, 500, 500, 1)]
    public async Task Search_ends_after_the_most_results(int maxResults, int pageSize, int askedFor, int requests)
    {
        await using var server = Server(traces: 600);
        using var run = new ClientRun(server);

        var found = await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1"], maxResults: maxResults, pageSize: pageSize, includeSpans: false));

        CollectionAssert.AreEqual(Enumerable.Range(0, maxResults).Select(IdOf).ToArray(), found.Select(trace => trace.Info.TraceId).ToArray());
        Assert.HasCount(requests, server.Requests);
        Assert.AreEqual(askedFor, (int)SearchesOf(server)[0]["max_results"]!);
    }

    [TestMethod]
    public async Task Spans_are_read_for_each_trace_and_the_order_kept()
    {
        await using var server = Server(traces: 25);
        using var run = new ClientRun(server);

        var found = await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1"]));

        CollectionAssert.AreEqual(Enumerable.Range(0, 25).Select(IdOf).ToArray(), found.Select(trace => trace.Spans.Single().Name).ToArray());
    }

    [TestMethod]
    public async Task Trace_whose_spans_cannot_be_read_comes_without_them_and_is_reported()
    {
        await using var server = Server(traces: 3, request => request.Path.Contains(IdOf(1), StringComparison.Ordinal) ? new ScriptedReply(200, "damaged") : null);
        using var run = new ClientRun(server);

        var found = await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1"]));

        CollectionAssert.AreEqual(new[] { 1, 0, 1 }, found.Select(trace => trace.Spans.Count).ToArray());
        Assert.AreEqual("MLT440", run.Complaints.Single().Id);
        Assert.Contains(IdOf(1), run.Complaints[0].Message);
        Assert.IsInstanceOfType<MlflowException>(run.Complaints[0].Exception);
    }

    [TestMethod]
    [DataRow(null, null, "0")]
    [DataRow("7", "bot", "7")]
    [DataRow(null, "bot", "8")]
    public async Task Experiment_when_none_is_named_is_that_of_the_options(string? id, string? name, string searched)
    {
        await using var server = Server(traces: 1, request => request.Path.Contains("get-by-name?experiment_name=bot", StringComparison.Ordinal)
            ? new ScriptedReply(200, """{"experiment":{"experiment_id":"8","name":"bot"}}""")
            : null);
        using var run = new ClientRun(server.Address, options => (options.ExperimentId, options.ExperimentName) = (id, name));

        Assert.HasCount(1, await ClientRun.ListAsync(run.Client.SearchTracesAsync(includeSpans: false)));

        Assert.AreEqual(searched, (string?)SearchesOf(server).Single().SelectToken("locations[0].mlflow_experiment.experiment_id"));
    }

    [TestMethod]
    public async Task Experiment_that_does_not_exist_yet_has_no_traces_and_is_not_created()
    {
        await using var server = new RecordingServer(_ => StoredOnServer.Missing);
        using var run = new ClientRun(server.Address, options => options.ExperimentName = "bot");

        Assert.IsEmpty(await ClientRun.ListAsync(run.Client.SearchTracesAsync()));
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    [DataRow(null, "r1", null, "attributes.run_id = 'r1'")]
    [DataRow("name = 'x'", "r1", "m-1", "name = 'x' AND attributes.run_id = 'r1' AND request_metadata.`mlflow.modelId` = 'm-1'")]
    [DataRow("  ", null, null, null)]
    public async Task Run_and_model_become_part_of_the_filter(string? filter, string? runId, string? modelId, string? sent)
    {
        await using var server = Server(traces: 0);
        using var run = new ClientRun(server);

        await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1"], filter, runId: runId, modelId: modelId));

        Assert.AreEqual(sent, (string?)SearchesOf(server).Single()["filter"]);
    }

    [TestMethod]
    public async Task Page_has_the_token_of_the_next_one()
    {
        await using var server = Server(traces: 15);
        using var run = new ClientRun(server);

        var first = await run.Client.SearchTracesPageAsync(["1"], maxResults: 10);
        var second = await run.Client.SearchTracesPageAsync(["1"], maxResults: 10, pageToken: first.NextPageToken);

        Assert.AreEqual((10, "10"), (first.Traces.Count, first.NextPageToken));
        Assert.AreEqual((5, null, IdOf(14)), (second.Traces.Count, second.NextPageToken, second.Traces[4].Spans.Single().Name));
    }

    [TestMethod]
    public async Task Server_that_repeats_a_token_ends_the_search()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(200, """{"traces":[],"next_page_token":"again"}"""));
        using var run = new ClientRun(server);

        Assert.IsEmpty(await ClientRun.ListAsync(run.Client.SearchTracesAsync(["1"])));
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    public async Task Wrong_arguments_are_named_before_anything_is_sent()
    {
        await using var server = new RecordingServer();
        using var run = new ClientRun(server);
        var client = run.Client;

        Assert.AreEqual("maxResults", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.SearchTracesAsync(maxResults: 0)).ParamName);
        Assert.AreEqual("pageSize", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.SearchTracesAsync(pageSize: -1)).ParamName);
        Assert.AreEqual("pageSize", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.SearchTracesAsync(pageSize: 501)).ParamName);
        Assert.AreEqual("experimentIds", Assert.ThrowsExactly<ArgumentException>(() => client.SearchTracesAsync([])).ParamName);
        Assert.AreEqual("experimentIds", Assert.ThrowsExactly<ArgumentException>(() => client.SearchTracesAsync(["1", " "])).ParamName);
        Assert.AreEqual("runId", Assert.ThrowsExactly<ArgumentException>(() => client.SearchTracesAsync(runId: "a' OR \"")).ParamName);
        Assert.AreEqual("traceId", (await Assert.ThrowsExactlyAsync<ArgumentException>(() => client.GetTraceAsync(" "))).ParamName);
        Assert.AreEqual("traceId", (await Assert.ThrowsExactlyAsync<ArgumentException>(() => client.GetTraceInfoAsync(null!))).ParamName);
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Search_that_is_cancelled_stops()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = Server(traces: 250);
        using var run = new ClientRun(server);

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var trace in run.Client.SearchTracesAsync(["1"], includeSpans: false).WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });

        Assert.HasCount(1, server.Requests);
    }

    private static string IdOf(int number) => "tr-" + number.ToString("x32", CultureInfo.InvariantCulture);

    private static List<JObject> SearchesOf(RecordingServer server) => [.. server.Requests.Where(request => request.Route == Search).Select(request => request.Json)];

    /// <summary>So many traces, with one span each that is named as its trace. The token of a page is the number of traces before it.</summary>
    private static RecordingServer Server(int traces, Func<RecordedRequest, ScriptedReply?>? first = null) => new(request =>
    {
        if (first?.Invoke(request) is { } reply)
        {
            return reply;
        }

        if (request.Route != Search)
        {
            return new ScriptedReply(200, StoredOnServer.FileJson(request.Path.Split('/')[7]));
        }

        var start = int.Parse((string?)request.Json["page_token"] ?? "0", CultureInfo.InvariantCulture);
        var end = Math.Min(traces, start + (int)request.Json["max_results"]!);
        var infos = Enumerable.Range(start, end - start).Select(number => StoredOnServer.InfoJson(IdOf(number)));
        return new ScriptedReply(200, $$"""{"traces":[{{string.Join(",", infos)}}],"next_page_token":{{(end < traces ? $"\"{end}\"" : "\"\"")}}}""");
    });
}
