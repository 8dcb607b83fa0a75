using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

/// <summary>What a client can do with traces in Unity Catalog.</summary>
[TestClass]
public sealed class CatalogClientTests
{
    private const string Id = "trace:/main.traces.bot/0000000000000000000000000000002a";
    private const string Info = """
        {"trace_id":"0000000000000000000000000000002a","trace_location":{"type":"UC_TABLE_PREFIX","uc_table_prefix":{"catalog_name":"main","schema_name":"traces","table_prefix":"bot"}},
        "request_time":"2026-11-22T21:19:16.707Z","execution_duration":"0.013s","state":"OK","trace_metadata":{},"tags":{"team":"a"}}
        """;

    [TestMethod]
    [DataRow(null, "")]
    [DataRow("w 1", "?sql_warehouse_id=w%201")]
    public async Task Info_is_read_by_the_warehouse_of_the_environment(string? warehouse, string query)
    {
        using var variable = new EnvironmentVariable("MLFLOW_TRACING_SQL_WAREHOUSE_ID", warehouse!);
        await using var workspace = new CatalogWorkspace(static request => request.Method == "GET" ? new ScriptedReply(200, $$$"""{"trace":{"trace_info":{{{Info}}}}}""") : null);
        using var client = new MlflowClient("databricks");

        var info = await client.GetTraceInfoAsync(Id);

        Assert.AreEqual($"GET /api/4.0/mlflow/traces/main.traces.bot/0000000000000000000000000000002a/info{query}", workspace.Server.Routes.Single());
        Assert.AreEqual((Id, "main.traces.bot", TraceState.Ok, "a"), (info!.TraceId, info.ExperimentId, info.State, info.Tags["team"]));
    }

    [TestMethod]
    public async Task Trace_is_read_with_its_spans()
    {
        const string Spans = """
            [{"span_id":"AAAAAAAAAAI=","parent_span_id":"AAAAAAAAAAE=","name":"child","start_time_unix_nano":"2","end_time_unix_nano":"3"},
            {"span_id":"AAAAAAAAAAE=","name":"root","start_time_unix_nano":"2","end_time_unix_nano":"4"}]
            """;
        await using var workspace = new CatalogWorkspace(static request => request.Method == "GET" ? new ScriptedReply(200, $$$"""{"traces":[{"trace_info":{{{Info}}},"spans":{{{Spans}}}}]}""") : null);
        using var client = new MlflowClient("databricks");

        var trace = await client.GetTraceAsync(Id);

        Assert.AreEqual("GET /api/4.0/mlflow/traces/main.traces.bot/batchGet?trace_ids=0000000000000000000000000000002a", workspace.Server.Routes.Single());
        CollectionAssert.AreEqual(new[] { $"{Id} root", $"{Id} child" }, trace!.Spans.Select(static span => $"{span.TraceId} {span.Name}").ToArray());
        Assert.AreEqual(Id, trace.Info.TraceId);
    }

    [TestMethod]
    public async Task Trace_that_is_not_there_is_null()
    {
        await using var workspace = new CatalogWorkspace(static request => request.Path.Contains("batchGet", StringComparison.Ordinal) ? new ScriptedReply(200, "{}") : ScriptedReply.Error(404, "NOT_FOUND", "no"));
        using var client = new MlflowClient("databricks");

        Assert.IsNull(await client.GetTraceInfoAsync(Id));
        Assert.IsNull(await client.GetTraceAsync(Id));
    }

    [TestMethod]
    public async Task Everything_else_is_refused_before_anything_is_sent()
    {
        await using var workspace = new CatalogWorkspace();
        using var client = new MlflowClient("databricks");
        Func<Task>[] calls =
        [
            () => client.SetTraceTagAsync(Id, "k", "v"),
            () => client.DeleteTraceTagAsync(Id, "k"),
            () => client.DeleteTracesAsync("1", [Id]),
            () => client.LinkTracesToRunAsync([Id], "run"),
            () => client.LinkPromptsToTraceAsync(Id, [new PromptVersion("p", "1")]),
            () => client.LogFeedbackAsync(Id, "helpful", true),
            () => client.GetAssessmentAsync(Id, "a-1"),
            () => client.DeleteAssessmentAsync(Id, "a-1"),
            () => client.SearchTracesPageAsync(["main.traces.bot"]),
        ];

        foreach (var call in calls)
        {
            Assert.Contains("Unity Catalog", (await Assert.ThrowsExactlyAsync<NotSupportedException>(call)).Message);
        }

        Assert.IsEmpty(workspace.Server.Requests);
    }
}
