using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

[TestClass]
public sealed class ClientTraceTests
{
    [TestMethod]
    public async Task Trace_is_read_by_the_requests_recorded()
    {
        var golden = Golden.Load("16-get-trace.json");
        var (info, data) = golden.Traces.Single();
        await using var server = new RecordingServer(request => request.Path.EndsWith("traces.json", StringComparison.Ordinal)
            ? new ScriptedReply(200, data!.ToString())
            : StoredOnServer.Answer(golden["observedByCaller"]["info"]!.ToString()));
        using var run = new ClientRun(server);

        var trace = await run.Client.GetTraceAsync((string)info["trace_id"]!);

        CollectionAssert.AreEqual(golden.Requests.Skip(2).Select(request => $"{request["method"]} {request["path"]}").ToArray(), server.Routes.ToArray());
        var expected = GoldenTrace.From(info, data!);
        Assert.AreEqual((expected.Info.TraceId, expected.Info.State, expected.Info.RequestTimeUnixNs, "123"), (trace!.Info.TraceId, trace.Info.State, trace.Info.RequestTimeUnixNs, trace.Info.ExperimentId));
        Assert.AreEqual(expected.Info.ExecutionDurationNs, trace.Info.ExecutionDurationNs);
        CollectionAssert.AreEquivalent(expected.Info.Metadata.ToList(), trace.Info.Metadata.ToList());
        Assert.AreEqual(("f", """{"a":"in"}""", """{"r":"in"}"""), (trace.Spans.Single().Name, trace.Spans[0].Inputs, trace.Spans[0].Outputs));
        Assert.AreEqual((expected.Spans[0].TraceId, expected.Spans[0].SpanId, null), (trace.Spans[0].TraceId, trace.Spans[0].SpanId, trace.Spans[0].ParentId));
    }

    [TestMethod]
    public async Task Spans_of_a_database_are_read_with_the_root_first()
    {
        await using var server = Server(
            StoredOnServer.Info(isInDatabase: true),
            (StoredOnServer.GetSpans, """
                {"trace":{"trace_info":{},"spans":[
                  {"trace_id":"AAAAAAAAAAAAAAAAAAAAKg==","span_id":"AAAAAAAAAAI=","parent_span_id":"AAAAAAAAAAE=","name":"child","start_time_unix_nano":"1795382355000000000","end_time_unix_nano":"0",
                   "status":{"code":"STATUS_CODE_ERROR","message":"bad"},
                   "events":[{"name":"exception","time_unix_nano":"1795382355000000007","attributes":[{"key":"exception.type","value":{"string_value":"Oops"}}]}],
                   "links":[{"trace_id":"AAAAAAAAAAAAAAAAAAAABw==","span_id":"AAAAAAAAAAk=","attributes":[{"key":"why","value":{"bool_value":true}}]}]},
                  {"trace_id":"AAAAAAAAAAAAAAAAAAAAKg==","span_id":"AAAAAAAAAAE=","name":"root","start_time_unix_nano":1795382356000000000,"end_time_unix_nano":1795382356013000000,"status":{"code":"STATUS_CODE_OK"},
                   "attributes":[
                     {"key":"mlflow.spanInputs","value":{"kvlist_value":{"values":[{"key":"n","value":{"int_value":"9007199254740993"}},{"key":"m","value":{"int_value":5}},
                       {"key":"list","value":{"array_value":{"values":[{"double_value":0.5},{"string_value":"1"},{}]}}},{"key":"none","value":{"array_value":{}}},{"key":"empty","value":{"kvlist_value":{}}}]}}},
                     {"key":"mlflow.spanType","value":{"string_value":"LLM"}},{"key":"nothing","value":{}},{"key":"flag","value":{"bool_value":false}}]}]}}
                """));
        using var run = new ClientRun(server);

        var trace = await run.Client.GetTraceAsync(StoredOnServer.TraceId);

        CollectionAssert.AreEqual(new[] { StoredOnServer.GetInfo, StoredOnServer.GetSpans }, server.Routes.ToArray());
        var (root, child) = (trace!.Spans[0], trace.Spans[1]);
        Assert.AreEqual(("root", "0000000000000001", null, StoredOnServer.TraceId), (root.Name, root.SpanId, root.ParentId, root.TraceId));
        Assert.AreEqual("""{"n":9007199254740993,"m":5,"list":[0.5,"1",null],"none":[],"empty":{}}""", root.Inputs);
        Assert.AreEqual(("\"LLM\"", "null", "false"), (root.Attributes["mlflow.spanType"], root.Attributes["nothing"], root.Attributes["flag"]));
        Assert.AreEqual(13_000_000, root.EndTimeUnixNs - root.StartTimeUnixNs);
        Assert.AreEqual(("0000000000000001", child.StartTimeUnixNs, new SpanStatus(SpanStatusCode.Error, "bad")), (child.ParentId, child.EndTimeUnixNs, child.Status));
        Assert.AreEqual(("exception", 1795382355000000007, "\"Oops\""), (child.Events.Single().Name, child.Events[0].TimeUnixNs, child.Events[0].Attributes["exception.type"]));
        Assert.AreEqual(("tr-00000000000000000000000000000007", "0000000000000009", "true"), (child.Links.Single().TraceId, child.Links[0].SpanId, child.Links[0].Attributes["why"]));
    }

    [TestMethod]
    [DataRow(200, """{"trace":{"spans":[]}}""", DisplayName = "MLflow 3.6 says of every trace that its spans are in the database")]
    [DataRow(404, """{"error_code":"ENDPOINT_NOT_FOUND"}""", DisplayName = "a server without the route")]
    public async Task Spans_when_they_are_not_in_the_database_after_all_are_read_from_the_file(int status, string answer)
    {
        await using var server = new RecordingServer(request => request.Route switch
        {
            StoredOnServer.GetInfo => StoredOnServer.Info(isInDatabase: true),
            StoredOnServer.GetSpans => new ScriptedReply(status, answer),
            StoredOnServer.GetFile => new ScriptedReply(200, StoredOnServer.FileJson()),
            _ => null,
        });
        using var run = new ClientRun(server);

        Assert.AreEqual("""{"q": 1}""", (await run.Client.GetTraceAsync(StoredOnServer.TraceId))!.SpanNamed("root").Inputs);
    }

    [TestMethod]
    [DataRow("s3://bucket/1/traces", DisplayName = "in a cloud")]
    [DataRow("/no/folder/of/this/machine", DisplayName = "in a folder of the server")]
    public async Task Spans_that_only_the_server_can_reach_are_fetched_by_it(string location)
    {
        await using var server = Server(StoredOnServer.Info(location), (StoredOnServer.GetByTrace, StoredOnServer.FileJson()));
        using var run = new ClientRun(server);

        Assert.AreEqual("root", (await run.Client.GetTraceAsync(StoredOnServer.TraceId))!.Spans.Single().Name);
    }

    [TestMethod]
    public async Task Spans_in_a_folder_that_this_machine_shares_are_read_there()
    {
        using var folder = new StoreFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "traces.json"), StoredOnServer.FileJson());
        await using var server = Server(StoredOnServer.Info(new Uri(folder.Path).AbsoluteUri));
        using var run = new ClientRun(server);

        Assert.AreEqual("root", (await run.Client.GetTraceAsync(StoredOnServer.TraceId))!.Spans.Single().Name);
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task Trace_whose_spans_never_came_has_none()
    {
        await using var server = Server(StoredOnServer.Info());
        using var run = new ClientRun(server);

        Assert.IsEmpty((await run.Client.GetTraceAsync(StoredOnServer.TraceId))!.Spans);
        Assert.IsEmpty(run.Complaints);
    }

    [TestMethod]
    [DataRow("not json")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{"spans":[{"name":"no id"}]}""")]
    [DataRow("""{"spans":[{"span_id":"AAAAAAAAAAE=","name":"x","start_time_unix_nano":"soon"}]}""")]
    public async Task Damaged_file_is_named(string file)
    {
        await using var server = Server(StoredOnServer.Info(), (StoredOnServer.GetFile, file));
        using var run = new ClientRun(server);

        var failure = await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.GetTraceAsync(StoredOnServer.TraceId));

        Assert.Contains(StoredOnServer.TraceId, failure.Message);
        Assert.Contains("traces.json is damaged", failure.Message);
    }

    [TestMethod]
    public async Task Trace_that_does_not_exist_is_null()
    {
        await using var server = new RecordingServer(_ => StoredOnServer.Missing);
        using var run = new ClientRun(server);

        Assert.IsNull(await run.Client.GetTraceAsync("tr-1"));
        Assert.IsNull(await run.Client.GetTraceInfoAsync("tr-1"));
    }

    [TestMethod]
    [DataRow("\"\\\"LLM\\\"\"", "\"{\\\"q\\\": [1]}\"", "\"\\\"text\\\"\"", DisplayName = "Python: JSON text in texts")]
    [DataRow("\"LLM\"", "{\"q\": [1]}", "\"text\"", DisplayName = "TypeScript: the values themselves")]
    public async Task Attributes_of_both_sdks_load_alike(string type, string inputs, string outputs)
    {
        await using var server = Server(StoredOnServer.Info(), (StoredOnServer.GetFile, $$$"""
            {"spans":[{"trace_id":"garbage!","span_id":"AAAAAAAAAAE=","parent_span_id":"","name":"f","start_time_unix_nano":1,"end_time_unix_nano":null,"status":{"code":"STATUS_CODE_OK","message":""},
            "attributes":{"mlflow.spanType":{{{type}}},"mlflow.spanInputs":{{{inputs}}},"mlflow.spanOutputs":{{{outputs}}}},
            "links":[{"trace_id":"tr-00000000000000000000000000000007","span_id":"0000000000000009","attributes":null}]}]}
            """));
        using var run = new ClientRun(server);

        var span = (await run.Client.GetTraceAsync(StoredOnServer.TraceId))!.Spans.Single();

        Assert.AreEqual((StoredOnServer.TraceId, "0000000000000001", null, 1L), (span.TraceId, span.SpanId, span.ParentId, span.EndTimeUnixNs));
        Assert.AreEqual(("\"LLM\"", "{\"q\":[1]}", "\"text\""), (span.Attributes["mlflow.spanType"], span.Inputs!.Replace(" ", ""), span.Outputs));
        Assert.AreEqual(("tr-00000000000000000000000000000007", "0000000000000009"), (span.Links.Single().TraceId, span.Links[0].SpanId));
    }

    [TestMethod]
    public async Task Databricks_gives_a_signed_address_for_the_spans()
    {
        RecordingServer? workspace = null;
        await using var server = workspace = new RecordingServer(request => request.Route switch
        {
            StoredOnServer.GetInfo => StoredOnServer.Info("dbfs:/databricks/traces"),
            $"GET /api/2.0/mlflow/traces/{StoredOnServer.TraceId}/credentials-for-data-download" => new ScriptedReply(
                200, $$$"""{"credential_info":{"type":"AWS_PRESIGNED_URL","signed_uri":"{{{workspace!.Address}}}/signed/download?sig=abc","headers":[{"name":"x-amz-extra","value":"v"}]}}"""),
            "GET /signed/download?sig=abc" => new ScriptedReply(200, StoredOnServer.FileJson()),
            _ => null,
        });
        using var run = new ClientRun("databricks", null, ("DATABRICKS_HOST", server.Address), ("DATABRICKS_TOKEN", "dapi-test"));

        var trace = await run.Client.GetTraceAsync(StoredOnServer.TraceId);

        Assert.AreEqual("root", trace!.Spans.Single().Name);
        CollectionAssert.AreEqual(new[] { "Bearer dapi-test", "Bearer dapi-test", null }, server.Requests.Select(request => request.Header("Authorization")).ToArray());
        Assert.AreEqual("v", server.Requests[2].Header("x-amz-extra"));
    }

    [TestMethod]
    [DataRow(null, "GET /api/2.0/mlflow-artifacts/artifacts/123/traces/" + StoredOnServer.TraceId + "/artifacts/attachments/5f0c0000-0000-0000-0000-000000000001")]
    [DataRow("s3://bucket", StoredOnServer.GetByTrace + "&path=5f0c0000-0000-0000-0000-000000000001")]
    public async Task Attachment_is_read_from_beside_its_trace(string? location, string route)
    {
        byte[] png = [0x89, 0x50, 0xFF, 0x00, 0xC3];
        await using var server = new RecordingServer(request => request.Route == StoredOnServer.GetInfo
            ? StoredOnServer.Info(location)
            : request.Route == route ? new ScriptedReply(200, ContentType: "image/png") { Content = png } : StoredOnServer.Missing);
        using var run = new ClientRun(server);

        var attachment = await run.Client.GetAttachmentAsync(Attachment(1));

        Assert.AreEqual(("5f0c0000-0000-0000-0000-000000000001", "image/png"), (attachment!.AttachmentId, attachment.ContentType));
        CollectionAssert.AreEqual(png, attachment.Content.ToArray());
        Assert.IsNull(await run.Client.GetAttachmentAsync(Attachment(2)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("http://x/?content_type=a&trace_id=b")]
    [DataRow("mlflow-attachment://..%2F..%2Fetc?content_type=a&trace_id=b")]
    [DataRow("mlflow-attachment://5f0c0000-0000-0000-0000-000000000001?content_type=a")]
    public async Task Text_that_refers_to_no_attachment_is_refused(string reference)
    {
        await using var server = new RecordingServer();
        using var run = new ClientRun(server);

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.GetAttachmentAsync(reference));
        Assert.IsEmpty(server.Requests);
    }

    private static string Attachment(int number) => $"mlflow-attachment://5f0c0000-0000-0000-0000-00000000000{number}?content_type=image%2Fpng&trace_id={StoredOnServer.TraceId}&size=5";

    private static RecordingServer Server(ScriptedReply info, params (string Route, string Body)[] others)
        => new(request => request.Route == StoredOnServer.GetInfo
            ? info
            : others.FirstOrDefault(other => other.Route == request.Route) is { Body: not null } known ? new ScriptedReply(200, known.Body) : StoredOnServer.Missing);
}
