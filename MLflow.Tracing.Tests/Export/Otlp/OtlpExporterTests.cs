using Google.Protobuf;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Tests.Wire.Otlp;

namespace MLflow.Tracing.Tests.Export.Otlp;

[TestClass]
public sealed class OtlpExporterTests
{
    [TestMethod]
    public async Task Traces_of_a_batch_go_in_one_request_with_headers_and_resource()
    {
        await using var collector = new RecordingServer();
        using var run = new CollectorRun(collector.Address + "/v1/traces", static options =>
        {
            options.Headers["api-key"] = "k 1";
            options.ServiceName = "bot";
            options.ResourceAttributes["deployment.environment"] = "staging";
        });

        Assert.AreEqual(new ExportResult(2, 0), await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2)));

        var request = collector.Requests.Single();
        Assert.AreEqual(RecordedRequest.PushSpans, request.Route);
        Assert.AreEqual("application/x-protobuf", request.Header("Content-Type"));
        Assert.AreEqual("k 1", request.Header("api-key"));
        Assert.IsNull(request.Header("Content-Encoding"));
        var sent = request.Otlp.ResourceSpans.Single();
        CollectionAssert.IsSubsetOf(
            new[] { ("service.name", "bot"), ("deployment.environment", "staging"), ("telemetry.sdk.language", "dotnet") },
            sent.Resource.Attributes.Select(static pair => (pair.Key, pair.Value.StringValue)).ToArray());
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, sent.ScopeSpans.Single().Spans.Select(static span => span.TraceId[15]).ToArray());
        Assert.IsEmpty(run.Complaints, run.AllComplaints);
    }

    [TestMethod]
    public async Task Request_when_compressed_holds_the_same_spans()
    {
        await using var collector = new RecordingServer();
        using var run = new CollectorRun(collector.Address + "/v1/traces", static options => options.Gzip = true);

        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create(1, ("mlflow.spanInputs", $"\"{new string('x', 10_000)}\""))));

        var request = collector.Requests.Single();
        Assert.AreEqual("gzip", request.Header("Content-Encoding"));
        Assert.IsLessThan(2_000, request.Body.Length);
        Assert.AreEqual(new string('x', 10_000), AttributesOf(request)["mlflow.spanInputs"].StringValue);
    }

    [TestMethod]
    public async Task Root_says_what_mlflow_keeps_beside_spans_and_objects_are_json_text()
    {
        await using var collector = new RecordingServer();
        using var run = new CollectorRun(collector.Address + "/v1/traces");
        var trace = SampleTrace.Create(1, ("mlflow.spanType", "\"LLM\""), ("mlflow.spanInputs", """{"question":"?"}"""), ("stops", """["a","b"]"""), ("mixed", """["a",1]"""), ("count", "3"));
        trace = trace with
        {
            Info = trace.Info with
            {
                ExperimentId = "42",
                Tags = new Dictionary<string, string> { ["mlflow.traceName"] = "answer", ["team"] = "search" },
                Metadata = new Dictionary<string, string> { ["mlflow.trace.session"] = "s-1", ["mlflow.trace.user"] = "u-1", ["mlflow.source.name"] = "bot", ["mlflow.trace.sizeBytes"] = "7", ["count"] = "no" },
            },
            Spans = [.. trace.Spans, SampleTrace.CreateSpan(1, "child", 2, 1)],
        };

        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(trace));

        var root = AttributesOf(collector.Requests.Single());
        Assert.AreEqual("s-1", root["session.id"].StringValue);
        Assert.AreEqual("u-1", root["user.id"].StringValue);
        Assert.AreEqual("search", root["mlflow.traceTag.team"].StringValue);
        Assert.AreEqual("bot", root["mlflow.source.name"].StringValue);
        Assert.AreEqual("42", root["mlflow.experimentId"].StringValue);
        Assert.AreEqual("LLM", root["mlflow.spanType"].StringValue);
        Assert.AreEqual("""{"question":"?"}""", root["mlflow.spanInputs"].StringValue);
        Assert.AreEqual("b", root["stops"].ArrayValue.Values[1].StringValue);
        Assert.AreEqual("""["a",1]""", root["mixed"].StringValue);
        Assert.AreEqual(3, root["count"].IntValue, "what the span says stays");
        Assert.IsFalse(root.ContainsKey("mlflow.trace.sizeBytes"));
        Assert.IsFalse(collector.Requests[0].Otlp.ResourceSpans[0].ScopeSpans[0].Spans[1].Attributes.Any(static pair => pair.Key is "session.id" or "mlflow.traceTag.team"));
    }

    [TestMethod]
    public async Task Traces_beyond_the_size_of_a_request_are_settled_one_by_one()
    {
        var count = 0;
        await using var collector = new RecordingServer(_ => Interlocked.Increment(ref count) == 2 ? new ScriptedReply(400, "no", "text/plain") : null);
        using var run = new CollectorRun(collector.Address + "/v1/traces", softLimitBytes: 600);
        var text = $"\"{new string('x', 250)}\"";

        // Spans of about 400 bytes: the first request holds trace 1 and half of trace 2, the second, refused, the rest of 2 and the beginning of 3.
        Trace[] traces = [.. Enumerable.Range(1, 4).Select(number => SampleTrace.Create(number, ("v", text)) with { Spans = [.. Enumerable.Range(1, number == 1 ? 1 : 2).Select(span => SampleTrace.CreateSpan(number, $"{number}.{span}", span, span == 1 ? null : 1, ("v", text)))] })];
        var result = await run.SendAsync(traces);

        CollectionAssert.AreEqual(
            traces.SelectMany(static trace => trace.Spans).Select(static span => span.Name).ToArray(),
            collector.Requests.SelectMany(static request => request.Otlp.ResourceSpans[0].ScopeSpans[0].Spans).Select(static span => span.Name).ToArray());
        var refused = collector.Requests[1].Otlp.ResourceSpans[0].ScopeSpans[0].Spans.Select(static span => span.Name[0]).Distinct().Count();
        Assert.AreEqual(new ExportResult(4 - refused, refused), result);
        Assert.AreEqual(refused, run.Diagnostics.CountOf("MLT472"));
    }

    [TestMethod]
    [DataRow(429)]
    [DataRow(502)]
    [DataRow(503)]
    [DataRow(504)]
    public async Task Busy_collector_is_asked_again_when_it_says(int status)
    {
        var count = 0;
        await using var collector = new RecordingServer(_ => Interlocked.Increment(ref count) < 3 ? new ScriptedReply(status) { Headers = new Dictionary<string, string> { ["Retry-After"] = "7" } } : null);
        // HttpListener now and then drops a connection that is used again at once, which would be one more retry.
        using var run = new CollectorRun(collector.Address + "/v1/traces", static options => options.Headers["Connection"] = "close");

        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create()));

        Assert.AreEqual("7, 7", string.Join(", ", run.Pauses.Select(static pause => pause.TotalSeconds)), $"{collector.Requests.Count} requests");
        Assert.IsEmpty(run.Complaints);
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(401)]
    [DataRow(404)]
    [DataRow(408)]
    [DataRow(413)]
    [DataRow(500)]
    public async Task Refusal_is_reported_and_not_repeated(int status)
    {
        await using var collector = new RecordingServer(_ => new ScriptedReply(status, "because", "text/plain"));
        using var run = new CollectorRun(collector.Address + "/v1/traces");

        Assert.AreEqual(new ExportResult(0, 2), await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2)));

        Assert.HasCount(1, collector.Requests);
        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT472"));
        Assert.Contains($"answered with {status} (because)", run.AllComplaints);
    }

    [TestMethod]
    public async Task Collector_that_is_not_there_is_reported()
    {
        using var run = new CollectorRun(RecordingServer.UnusedAddress() + "/v1/traces");

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.HasCount(4, run.Pauses);
        Assert.Contains("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", run.AllComplaints);
    }

    [TestMethod]
    [DataRow(2L, "too old", 2, "rejected 2 of its spans: too old")]
    [DataRow(3L, "", 3, "it gives no reason")]
    [DataRow(0L, "nearly full", 1, "warns: nearly full")]
    [DataRow(0L, "", 0, "")]
    public async Task Partial_success_is_reported(long rejected, string message, int counted, string words)
    {
        var answer = new ExportResponse { PartialSuccess = new PartialSuccess { RejectedSpans = rejected, ErrorMessage = message } };
        await using var binary = new RecordingServer(_ => new ScriptedReply(200, ContentType: "application/x-protobuf") { Content = answer.ToByteArray() });
        await using var json = new RecordingServer(_ => new ScriptedReply(200, JsonFormatter.Default.Format(answer)));
        foreach (var collector in new[] { binary, json })
        {
            using var run = new CollectorRun(collector.Address + "/v1/traces");

            Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create()));

            Assert.AreEqual(counted, run.Diagnostics.CountOf("MLT473"));
            Assert.Contains(words, run.AllComplaints);
        }
    }

    [TestMethod]
    [DataRow("hello")]
    [DataRow("{}")]
    [DataRow("")]
    public async Task Answer_that_says_nothing_known_counts_as_yes(string body)
    {
        await using var collector = new RecordingServer(request => new ScriptedReply(200, body, request.Path == "/json" ? "application/json" : "application/x-protobuf"));
        foreach (var path in new[] { "/json", "/protobuf" })
        {
            using var run = new CollectorRun(collector.Address + path);

            Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create()));
            Assert.IsEmpty(run.Complaints);
        }
    }

    [TestMethod]
    public async Task Credentials_that_a_collector_repeats_are_in_no_complaint()
    {
        await using var collector = new RecordingServer(static request => request.Path == "/refuse"
            ? new ScriptedReply(401, $"bad: {request.Header("Authorization")}", "text/plain")
            : new ScriptedReply(200, $$$"""{"partialSuccess":{"rejectedSpans":1,"errorMessage":"{{{request.Header("Authorization")}}}"}}"""));
        foreach (var path in new[] { "/refuse?key=s3cr3tkey", "/refuse", "/reject" })
        {
            using var run = new CollectorRun(collector.Address + path, static options => options.Headers["Authorization"] = "Bearer s3cr3t");

            await run.SendAsync(SampleTrace.Create());

            Assert.HasCount(1, run.Complaints);
            Assert.DoesNotContain("s3cr3t", run.AllComplaints);
        }
    }

    [TestMethod]
    public async Task Attachments_that_have_no_other_way_are_reported_as_lost()
    {
        await using var collector = new RecordingServer();
        using var alone = new CollectorRun(collector.Address + "/v1/traces");
        using var beside = new CollectorRun(collector.Address + "/v1/traces", isOnlyDestination: false);
        var trace = SampleTrace.Create() with { Attachments = [new TraceAttachment("a", "image/png", new byte[3]), new TraceAttachment("b", "image/png", new byte[3])] };

        await alone.SendAsync(trace);
        await beside.SendAsync(trace);

        Assert.AreEqual(2, alone.Diagnostics.CountOf("MLT473"));
        Assert.IsEmpty(beside.Complaints);
    }

    private static Dictionary<string, AnyValue> AttributesOf(RecordedRequest request)
        => request.Otlp.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes.ToDictionary(static pair => pair.Key, static pair => pair.Value);
}
