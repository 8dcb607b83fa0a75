using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class MlflowServerExporterTests
{
    [TestMethod]
    public async Task Each_trace_is_started_and_then_its_spans_are_pushed()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address);

        await run.DeliverAsync(SampleTrace.Create(1), SampleTrace.Create(2));

        CollectionAssert.AreEqual(
            new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans, RecordedRequest.StartTrace, RecordedRequest.PushSpans },
            server.Routes.ToArray());
        foreach (var i in new[] { 0, 2 })
        {
            var started = (string)server.Requests[i].Json.SelectToken("trace.trace_info.trace_id")!;
            var pushed = server.Requests[i + 1].Otlp.ResourceSpans[0].ScopeSpans[0].Spans[0];
            Assert.AreEqual(started, "tr-" + Convert.ToHexStringLower(pushed.TraceId.Span));
            Assert.AreEqual(started, pushed.Attributes.Single(attribute => attribute.Key == "mlflow.traceRequestId").Value.StringValue);
            Assert.AreEqual("123", (string?)server.Requests[i].Json.SelectToken("trace.trace_info.trace_location.mlflow_experiment.experiment_id"));
        }
    }

    [TestMethod]
    public async Task Path_prefix_of_the_server_is_kept()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address + "/mlflow/");

        await run.DeliverAsync(SampleTrace.Create());

        CollectionAssert.AreEqual(new[] { "POST /mlflow/api/3.0/mlflow/traces", "POST /mlflow/v1/traces" }, server.Routes.ToArray());
    }

    [TestMethod]
    public async Task Server_that_fails_for_a_moment_loses_nothing()
    {
        var answers = new Queue<int>([503, 500, 200, 429, 200]);
        await using var server = new RecordingServer(_ => answers.Dequeue() is var status && status == 200 ? null : new ScriptedReply(status));
        using var run = new ExportRun(server.Address);

        await run.DeliverAsync(SampleTrace.Create());

        CollectionAssert.AreEqual(
            new[] { RecordedRequest.StartTrace, RecordedRequest.StartTrace, RecordedRequest.StartTrace, RecordedRequest.PushSpans, RecordedRequest.PushSpans },
            server.Routes.ToArray());
        CollectionAssert.AreEqual(new[] { 250.0, 500, 250 }, run.Pauses.Select(pause => pause.TotalMilliseconds).ToArray());
    }

    [TestMethod]
    public async Task Server_that_keeps_failing_is_tried_five_times_and_reported_with_its_own_words()
    {
        var golden = Golden.Load("15-server-500.json");
        await using var server = new RecordingServer(_ => ScriptedReply.Error(500, "INTERNAL_ERROR", "boom"));
        using var run = new ExportRun(server.Address);

        var trace = SampleTrace.Create() with { Info = GoldenTrace.InfoFrom(golden.Traces.Single().Info) };
        var result = await run.SendAsync(trace);

        Assert.AreEqual(new ExportResult(0, 1), result);
        CollectionAssert.AreEqual(Enumerable.Repeat(RecordedRequest.StartTrace, 5).ToArray(), server.Routes.ToArray());
        var complaint = run.Complaints.Single();
        Assert.AreEqual("MLT412", complaint.Id);
        foreach (var part in new[] { trace.Info.TraceId, $"{server.Address}/api/3.0/mlflow/traces", "500", "INTERNAL_ERROR: boom", "tried 5 times", "server's log" })
        {
            Assert.Contains(part, complaint.Message);
        }
    }

    [TestMethod]
    public async Task Server_in_trouble_gets_one_try_a_trace_until_it_answers()
    {
        var isDown = true;
        await using var server = new RecordingServer(_ => isDown ? new ScriptedReply(500) : null);
        using var run = new ExportRun(server.Address);

        await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2), SampleTrace.Create(3));
        Assert.HasCount(5 + 1 + 1, server.Requests);
        Assert.AreEqual(3, run.Diagnostics.CountOf("MLT412"));
        Assert.HasCount(1, run.Complaints);

        isDown = false;
        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create(4)));
        isDown = true;
        await run.SendAsync(SampleTrace.Create(5));
        Assert.HasCount(7 + 2 + 5, server.Requests);
    }

    [TestMethod]
    public async Task Nobody_answering_fails_the_whole_batch_after_one_round_of_tries()
    {
        var address = RecordingServer.UnusedAddress();
        using var run = new ExportRun(address);

        var result = await run.SendAsync([.. Enumerable.Range(1, 60).Select(i => SampleTrace.Create(i))]);

        Assert.AreEqual(new ExportResult(0, 60), result);
        Assert.HasCount(4, run.Pauses);
        Assert.AreEqual(60, run.Diagnostics.CountOf("MLT410"));
        var complaint = run.Complaints.Single();
        Assert.Contains($"{address}/api/3.0/mlflow/traces got no answer (tried 5 times)", complaint.Message);
        Assert.Contains("and 59 more", complaint.Message);
        Assert.IsNotNull(complaint.Exception);

        await run.SendAsync(SampleTrace.Create(61));
        Assert.HasCount(4, run.Pauses);
    }

    [TestMethod]
    public async Task Server_that_never_answers_costs_the_request_time_out()
    {
        await using var server = new RecordingServer(_ => ScriptedReply.Never);
        using var run = new ExportRun(server.Address, new MlflowOptions { HttpRequestTimeout = TimeSpan.FromMilliseconds(100) });

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.HasCount(5, server.Requests);
        Assert.Contains("Nothing came within 0.1 s (MLFLOW_HTTP_REQUEST_TIMEOUT)", run.Complaints.Single().Message);
    }

    [TestMethod]
    public async Task End_of_the_time_for_delivery_stops_at_once_and_without_a_complaint()
    {
        using var outOfTime = new CancellationTokenSource();
        await using var server = new RecordingServer(_ =>
        {
            outOfTime.Cancel();
            return ScriptedReply.Never;
        });
        using var run = new ExportRun(server.Address);

        var result = await run.SendAsync(outOfTime.Token, SampleTrace.Create(1), SampleTrace.Create(2));

        Assert.AreEqual(new ExportResult(0, 2), result);
        Assert.HasCount(1, server.Requests);
        Assert.IsEmpty(run.Complaints);
    }

    [TestMethod]
    [DataRow(400, "BAD_REQUEST", "report this")]
    [DataRow(401, "UNAUTHENTICATED", "MLFLOW_TRACKING_USERNAME")]
    [DataRow(403, "PERMISSION_DENIED", "may not write")]
    [DataRow(404, "RESOURCE_DOES_NOT_EXIST", "MLFLOW_EXPERIMENT_ID")]
    [DataRow(413, "TOO_LARGE", "CaptureMaxCharacters")]
    public async Task Refusal_is_not_tried_again_and_names_its_remedy(int status, string code, string remedy)
    {
        await using var server = new RecordingServer(_ => ScriptedReply.Error(status, code, "why"));
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.HasCount(1, server.Requests);
        var complaint = run.Complaints.Single();
        Assert.AreEqual("MLT411", complaint.Id);
        Assert.Contains($"{status} ({code}: why)", complaint.Message);
        Assert.Contains(remedy, complaint.Message);
    }

    [TestMethod]
    public async Task Refused_trace_does_not_keep_the_next_one_from_the_server()
    {
        await using var server = new RecordingServer(request => request.Text.Contains(SampleTrace.Create(1).Info.TraceId, StringComparison.Ordinal) ? new ScriptedReply(400) : null);
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(1, 1), await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2)));
    }

    [TestMethod]
    public async Task Trace_that_cannot_be_encoded_does_not_keep_the_next_one_from_the_server()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address);
        var odd = SampleTrace.Create(1) with { Spans = [SampleTrace.CreateSpan(1, "odd", 1, null) with { SpanId = "not hexadecimal!" }] };

        Assert.AreEqual(new ExportResult(1, 1), await run.SendAsync(odd, SampleTrace.Create(2)));

        Assert.AreEqual("MLT417", run.Complaints.Single().Id);
    }

    [TestMethod]
    public async Task Login_page_is_not_taken_for_an_answer()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(200, "<html>Log in</html>", "text/html; charset=utf-8"));
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.Contains("200 (a web page)", run.Complaints.Single().Message);
    }

    [TestMethod]
    public async Task Redirection_is_not_followed_but_told()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(307)
        {
            Headers = new Dictionary<string, string> { ["Location"] = "https://other.example/mlflow" },
        });
        using var run = new ExportRun(server.Address, new MlflowOptions { TrackingToken = "secret" });

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.HasCount(1, server.Requests);
        Assert.Contains("https://other.example/mlflow", run.Complaints.Single().Message);
    }

    [TestMethod]
    public async Task Spans_that_are_refused_after_the_start_are_told_apart_from_a_lost_trace()
    {
        await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? new ScriptedReply(422, """{"detail":"no such column"}""") : null);
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.Contains("the server has it without its spans", run.Complaints.Single().Message);
        Assert.Contains("no such column", run.Complaints.Single().Message);
    }
}
