using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

/// <summary>The client on folders that the real exporter has written.</summary>
[TestClass]
public sealed class FolderClientTests
{
    [TestMethod]
    public async Task Trace_is_got_by_its_id()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(1), Create(2));
        using var run = Run(folder);

        var trace = await run.Client.GetTraceAsync(Create(2).Info.TraceId);

        Assert.AreEqual((Create(2).Info.TraceId, "answer"), (trace!.Info.TraceId, trace.Spans.Single().Name));
        Assert.AreEqual(TraceState.Ok, (await run.Client.GetTraceInfoAsync(Create(1).Info.TraceId))!.State);
        Assert.IsNull(await run.Client.GetTraceAsync("tr-none"));
    }

    [TestMethod]
    [DataRow(null, "3 2 1", DisplayName = "no filter")]
    [DataRow("status = 'OK'", "3 1")]
    [DataRow("attributes.status != 'OK'", "2")]
    [DataRow("trace.status IN ('ERROR', 'IN_PROGRESS')", "2")]
    [DataRow("status NOT IN ('ERROR')", "3 1")]
    [DataRow("name = 'answer' AND status = 'OK'", "3 1")]
    [DataRow("attributes.name LIKE 'ans%'", "3 2 1")]
    [DataRow("name LIKE 'ANS%'", "")]
    [DataRow("name ILIKE 'ANS_ER'", "3 2 1")]
    [DataRow("name LIKE 'answer.'", "")]
    [DataRow("timestamp_ms > 1795382356001", "3 2")]
    [DataRow("timestamp_ms >= 1795382356001 and attributes.timestamp_ms < 1795382356003", "2 1")]
    [DataRow("execution_time_ms = 13.0", "3 2 1")]
    [DataRow("end_time_ms <= 1795382356014", "1")]
    [DataRow("request_id = 'tr-00000000000000000000000000000001'", "1")]
    [DataRow("tags.env = 'prod'", "3 1")]
    [DataRow("tag.`env` = \"prod\" AND tags.\"env\" != 'test'", "3 1")]
    [DataRow("tags.region = 'eu west'", "1")]
    [DataRow("tags.region != 'us'", "1", DisplayName = "what a trace lacks matches nothing")]
    [DataRow("tags.region IS NULL", "3 2")]
    [DataRow("tags.region IS NOT NULL", "1")]
    [DataRow("metadata.`mlflow.trace.session` = 's-2'", "2")]
    [DataRow("request_metadata.mlflow.trace.session='s-2'", "2")]
    [DataRow("run_id = 'r-3'", "3")]
    [DataRow("client_request_id IS NULL", "3 2 1")]
    [DataRow("status = 'AND'", "")]
    public async Task Filter_is_evaluated(string? filter, string found)
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(1), Create(2), Create(3));
        using var run = Run(folder);

        Assert.AreEqual(found, Numbers(await ClientRun.ListAsync(run.Client.SearchTracesAsync(filterString: filter))));
    }

    [TestMethod]
    [DataRow("timestamp_ms", "1 2 3")]
    [DataRow("timestamp DESC", "3 2 1")]
    [DataRow("attributes.status asc", "2 3 1", DisplayName = "equal ones the newest first")]
    [DataRow("tags.region DESC", "1 3 2")]
    public async Task Order_is_followed(string order, string found)
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(2), Create(3), Create(1));
        using var run = Run(folder);

        Assert.AreEqual(found, Numbers(await ClientRun.ListAsync(run.Client.SearchTracesAsync(orderBy: [order]))));
    }

    [TestMethod]
    [DataRow("span.name = 'x'", "span.name")]
    [DataRow("feedback.helpful = 'true'", "feedback.helpful")]
    [DataRow("attributes.text LIKE '%x%'", "attributes.text")]
    [DataRow("name RLIKE '^x'", "RLIKE")]
    public async Task Filter_that_only_a_server_can_evaluate_says_so(string filter, string part)
    {
        using var folder = new StoreFolder();
        using var run = Run(folder);

        var refused = await Assert.ThrowsExactlyAsync<NotSupportedException>(() => run.Client.SearchTracesPageAsync(filterString: filter));

        Assert.Contains(part, refused.Message);
        Assert.Contains("server", refused.Message);
    }

    [TestMethod]
    [DataRow("colour = 'red'", "'colour' is no field of a trace")]
    [DataRow("status", "its end")]
    [DataRow("status =", "a text in quotes")]
    [DataRow("status = OK", "'OK' where a text in quotes")]
    [DataRow("status > 'OK'", "'>'")]
    [DataRow("status = 'OK' OR name = 'x'", "'OR' where 'AND'")]
    [DataRow("status = 'OK' AND", "its end")]
    [DataRow("timestamp_ms = 'soon'", "a number")]
    [DataRow("timestamp_ms > 99999999999999999999999999999999999999", "at most 28 digits")]
    [DataRow("timestamp_ms LIKE 1", "since the field is a number")]
    [DataRow("status IN 'OK'", "'('")]
    [DataRow("status NOT LIKE 'x'", "'IN'")]
    [DataRow("status = 'OK", "from character 10 on")]
    public async Task Filter_that_is_none_is_explained(string filter, string reason)
    {
        using var folder = new StoreFolder();
        using var run = Run(folder);

        Assert.Contains(reason, (await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.SearchTracesPageAsync(filterString: filter))).Message);
    }

    [TestMethod]
    [DataRow("timestamp_ms UPWARDS")]
    [DataRow("timestamp_ms DESC NULLS")]
    public async Task Order_that_is_none_is_explained(string order)
    {
        using var folder = new StoreFolder();
        using var run = Run(folder);

        Assert.Contains("ASC or DESC", (await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.SearchTracesPageAsync(orderBy: [order]))).Message);
    }

    [TestMethod]
    public async Task Pages_follow_each_other()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(1), Create(2), Create(3));
        using var run = Run(folder);

        var first = await run.Client.SearchTracesPageAsync(maxResults: 2);
        var second = await run.Client.SearchTracesPageAsync(maxResults: 2, pageToken: first.NextPageToken, includeSpans: false);

        Assert.AreEqual(("3 2", "1", null), (Numbers(first.Traces), Numbers(second.Traces), second.NextPageToken));
        Assert.AreEqual((1, 0), (first.Traces[0].Spans.Count, second.Traces[0].Spans.Count));
        Assert.AreEqual("3", Numbers(await ClientRun.ListAsync(run.Client.SearchTracesAsync(maxResults: 1))));
        Assert.Contains("NextPageToken", (await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.SearchTracesPageAsync(pageToken: "x"))).Message);
    }

    [TestMethod]
    public async Task Experiment_limits_a_search_when_one_is_named()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions { ExperimentId = "7" }, Create(1));
        await StoreAsync(folder, new MlflowOptions { ExperimentName = "bot" }, Create(2));

        Assert.AreEqual("2 1", await FoundAsync(null, null));
        Assert.AreEqual("1", await FoundAsync("7", null));
        Assert.AreEqual("2", await FoundAsync(null, "bot"));
        Assert.AreEqual("2", await FoundAsync("7", null, "0"));
        Assert.AreEqual("2 1", await FoundAsync(null, null, "7", "0"));

        async Task<string> FoundAsync(string? id, string? name, params string[] experimentIds)
        {
            using var run = new ClientRun($"file:{folder.Path}", options => (options.ExperimentId, options.ExperimentName) = (id, name));
            return Numbers(await ClientRun.ListAsync(run.Client.SearchTracesAsync(experimentIds.Length == 0 ? null : experimentIds)));
        }
    }

    [TestMethod]
    public async Task Line_that_is_no_trace_is_reported_and_the_others_read()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(1));
        await File.AppendAllTextAsync(folder.Files.Single(), "{\"info\":");
        using var run = Run(folder);

        Assert.HasCount(1, await ClientRun.ListAsync(run.Client.SearchTracesAsync()));
        Assert.AreEqual("MLT421", run.Complaints.Single().Id);
    }

    [TestMethod]
    public async Task Folder_that_does_not_exist_holds_nothing()
    {
        using var run = new ClientRun($"file:{Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())}");

        Assert.IsEmpty(await ClientRun.ListAsync(run.Client.SearchTracesAsync()));
        Assert.IsNull(await run.Client.GetTraceAsync("tr-1"));
    }

    [TestMethod]
    public async Task Search_that_is_cancelled_stops()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(1));
        using var run = Run(folder);

        await Assert.ThrowsAsync<OperationCanceledException>(() => run.Client.SearchTracesPageAsync(cancellationToken: new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public async Task Calls_that_need_a_server_say_so()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, new MlflowOptions(), Create(1));
        using var run = Run(folder);
        var client = run.Client;
        var traceId = Create(1).Info.TraceId;

        foreach (var (member, call) in new (string, Func<Task>)[]
        {
            ("SetTraceTagAsync", () => client.SetTraceTagAsync(traceId, "key", "value")),
            ("DeleteTraceTagAsync", () => client.DeleteTraceTagAsync(traceId, "key")),
            ("DeleteTracesAsync", () => client.DeleteTracesAsync("0", [traceId])),
            ("DeleteTracesBeforeAsync", () => client.DeleteTracesBeforeAsync("0", DateTimeOffset.UtcNow)),
            ("LinkTracesToRunAsync", () => client.LinkTracesToRunAsync([traceId], "run")),
            ("LinkPromptsToTraceAsync", () => client.LinkPromptsToTraceAsync(traceId, [new PromptVersion("p", "1")])),
            ("CreateExperimentAsync", () => client.CreateExperimentAsync("bot")),
            ("GetExperimentAsync", () => client.GetExperimentAsync("0")),
            ("GetExperimentByNameAsync", () => client.GetExperimentByNameAsync("bot")),
            ("DeleteExperimentAsync", () => client.DeleteExperimentAsync("0")),
            ("LogFeedbackAsync", () => client.LogFeedbackAsync(traceId, value: 1)),
            ("LogExpectationAsync", () => client.LogExpectationAsync(traceId, "answer", 1)),
            ("LogAssessmentAsync", () => client.LogAssessmentAsync(traceId, new Feedback { Name = "n", Value = 1 })),
            ("OverrideFeedbackAsync", () => client.OverrideFeedbackAsync(traceId, "a-1", 1)),
            ("UpdateAssessmentAsync", () => client.UpdateAssessmentAsync(traceId, "a-1", new Feedback { Name = "n", Value = 1 })),
            ("GetAssessmentAsync", () => client.GetAssessmentAsync(traceId, "a-1")),
            ("DeleteAssessmentAsync", () => client.DeleteAssessmentAsync(traceId, "a-1")),
        })
        {
            Assert.Contains(member, (await Assert.ThrowsExactlyAsync<NotSupportedException>(call)).Message);
        }
    }

    private static ClientRun Run(StoreFolder folder) => new($"file:{folder.Path}");

    /// <summary>Trace 1 and 3 are OK and in production, 2 is neither; each starts a millisecond after the one before.</summary>
    private static Trace Create(int number)
    {
        var trace = SampleTrace.Create(number);
        var tags = new Dictionary<string, string>(trace.Info.Tags) { ["env"] = number == 2 ? "test" : "prod" };
        if (number == 1)
        {
            tags["region"] = "eu west";
        }

        return trace with
        {
            Info = trace.Info with
            {
                RequestTimeUnixNs = SampleTrace.StartNs + (number * 1_000_000),
                State = number == 2 ? TraceState.Error : TraceState.Ok,
                Tags = tags,
                Metadata = new Dictionary<string, string> { ["mlflow.trace.session"] = $"s-{number}", ["mlflow.sourceRun"] = $"r-{number}" },
            },
        };
    }

    private static string Numbers(IEnumerable<Trace> traces) => string.Join(' ', traces.Select(trace => trace.Info.TraceId[^1]));

    private static async Task StoreAsync(StoreFolder folder, MlflowOptions options, params Trace[] traces)
    {
        using var exporter = new FolderStoreExporter(folder.Path, options, new TracingDiagnostics { Output = null });
        Assert.AreEqual(new ExportResult(traces.Length, 0), await exporter.ExportAsync(traces, CancellationToken.None));
    }
}
