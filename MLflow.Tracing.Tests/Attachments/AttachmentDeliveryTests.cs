using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Client;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>Attachments on their way to a server or a folder, and back.</summary>
[TestClass]
public sealed class AttachmentDeliveryTests
{
    [TestMethod]
    public async Task Attachment_is_stored_among_the_artifacts_before_the_spans_come_and_reads_back()
    {
        var image = Media.Bytes(3000);
        await using var server = new ArtifactServer();

        using (var span = Mlflow.StartActiveSpan("look", inputs: new { question = "what?", image = new Attachment("image/png", image) }))
        {
            span.SetOutputs(new { seen = Media.DataUri(Media.Bytes(500, 2), "image/jpeg") });
        }

        await server.FlushAsync();
        var traceId = Mlflow.LastActiveTraceId!;
        var routes = server.Requests.Select(static request => request.Route).ToArray();
        Assert.AreEqual(RecordedRequest.StartTrace, routes[0]);
        Assert.IsTrue(routes[1..3].All(route => route.StartsWith($"PUT /api/2.0/mlflow-artifacts/artifacts/123/traces/{traceId}/artifacts/attachments/", StringComparison.Ordinal)), string.Join('\n', routes));
        CollectionAssert.AreEqual(new[] { RecordedRequest.PushSpans }, routes[3..]);
        CollectionAssert.AreEqual(new[] { "image/png", "image/jpeg" }, server.Requests.Skip(1).Take(2).Select(static request => request.Header("Content-Type")).ToArray());

        var reference = Media.ReferencesIn(await server.RequestPreviewAsync()).Single();
        StringAssert.Contains(reference, $"?content_type=image%2Fpng&trace_id={traceId}&size=3000");
        var read = await server.Client.GetAttachmentAsync(reference);
        Assert.AreEqual("image/png", read!.ContentType);
        CollectionAssert.AreEqual(image, read.Content.ToArray());
        Assert.IsEmpty(server.Complaints);
    }

    [TestMethod]
    public async Task Failed_upload_is_tried_again()
    {
        var answers = new Queue<int>([503, 429, 200]);
        await using var server = new ArtifactServer(request => request.Method == "PUT" && answers.Dequeue() is var status && status != 200 ? new ScriptedReply(status) : null);

        Mlflow.StartSpan("one", inputs: new Attachment("image/png", Media.Bytes(10))).End();
        await server.FlushAsync();

        Assert.HasCount(1, server.Files);
        Assert.IsEmpty(server.Complaints);
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(413)]
    [DataRow(403)]
    public async Task Upload_that_fails_is_counted_and_reported_and_the_trace_arrives(int status)
    {
        await using var server = new ArtifactServer(request => request.Method == "PUT" ? new ScriptedReply(status) : null);

        Mlflow.StartSpan("one", inputs: new[] { new Attachment("image/png", Media.Bytes(10)), new Attachment("image/png", Media.Bytes(10, 2)) }).End();
        await server.FlushAsync();

        Assert.AreEqual(2, server.Diagnostics.CountOf("MLT262"), string.Join('\n', server.Requests.Select(static request => request.Route)) + server.Requests[0].Text);
        var complaint = server.Complaints.Single();
        Assert.Contains($"2 attachment(s) of trace {Mlflow.LastActiveTraceId}", complaint.Message);
        Assert.Contains(status.ToString(null, null), complaint.Message);
        Assert.AreEqual(RecordedRequest.PushSpans, server.Requests[^1].Route);
    }

    [TestMethod]
    public async Task Attachments_that_failed_with_the_spans_are_delivered_with_them_from_the_spool()
    {
        using var folder = new StoreFolder();
        var isDown = true;
        await using var server = new ArtifactServer(
            request => isDown && (request.Method == "PUT" || request.Route == RecordedRequest.PushSpans) ? new ScriptedReply(503) : null,
            configure: options => options.SpoolFolder = folder.Path);
        var image = Media.Bytes(3000);

        Mlflow.StartSpan("one", inputs: new Attachment("image/png", image)).End();
        await server.FlushAsync();
        Assert.IsEmpty(server.Files);
        isDown = false;

        Assert.IsTrue(SpinWait.SpinUntil(() => server.Requests[^1].Route == RecordedRequest.PushSpans && server.Files.Count > 0, TimeSpan.FromSeconds(30)));
        CollectionAssert.AreEqual(image, server.Files.Single().Value);
        Assert.AreEqual(1, server.Requests.Count(static request => request.Route == RecordedRequest.StartTrace));
        Assert.AreEqual(0, server.Diagnostics.CountOf("MLT262"));
    }

    [TestMethod]
    [DataRow("s3://bucket/path", "s3://bucket/path")]
    [DataRow("dbfs:/databricks/mlflow-tracking/1", "dbfs:")]
    public async Task Place_that_only_a_cloud_can_write_is_reported_and_the_trace_arrives(string location, string named)
    {
        await using var server = new ArtifactServer(artifactLocation: _ => location);

        Mlflow.StartSpan("one", inputs: new Attachment("image/png", Media.Bytes(10))).End();
        await server.FlushAsync();

        Assert.AreEqual("MLT262", server.Complaints.Single().Id);
        Assert.Contains(named, server.Complaints.Single().Message);
        Assert.AreEqual(RecordedRequest.PushSpans, server.Requests[^1].Route);
    }

    [TestMethod]
    public async Task Local_artifact_folder_is_written_directly()
    {
        using var folder = new StoreFolder();
        await using var server = new ArtifactServer(artifactLocation: id => $"{folder.Path}/{id}/artifacts");

        Mlflow.StartSpan("one", inputs: new Attachment("audio/wav", Media.Bytes(70))).End();
        var reference = Media.ReferencesIn(await server.RequestPreviewAsync()).Single();

        CollectionAssert.AreEqual(Media.Bytes(70), (await server.Client.GetAttachmentAsync(reference))!.Content.ToArray());
        Assert.IsTrue(Directory.Exists(Path.Combine(folder.Path, Mlflow.LastActiveTraceId!, "artifacts", "attachments")));
        Assert.IsEmpty(server.Files);
    }

    [TestMethod]
    public async Task Local_artifact_folder_that_cannot_be_written_is_reported_and_the_trace_arrives()
    {
        using var folder = new StoreFolder();
        var blocked = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(blocked, "");
        await using var server = new ArtifactServer(artifactLocation: _ => blocked + "/artifacts");

        Mlflow.StartSpan("one", inputs: new Attachment("audio/wav", Media.Bytes(70))).End();
        await server.FlushAsync();

        Assert.Contains(blocked, server.Complaints.Single(static complaint => complaint.Id == "MLT262").Message);
        Assert.AreEqual(RecordedRequest.PushSpans, server.Requests[^1].Route);
    }

    [TestMethod]
    public async Task Part_of_a_trace_asks_the_server_for_the_place_once_it_has_the_spans()
    {
        const string Caller = "00-0000000000000000000000000000002a-00000000000000aa-01";
        await using var server = new ArtifactServer(static request => request.Route == StoredOnServer.GetInfo ? StoredOnServer.Info() : null);

        using (Mlflow.TracingContextFromHeaders(new Dictionary<string, string> { ["traceparent"] = Caller }))
        {
            Mlflow.StartSpan("part", inputs: new Attachment("image/png", Media.Bytes(10))).End();
        }

        await server.FlushAsync();

        Assert.AreEqual(RecordedRequest.PushSpans, server.Requests[0].Route);
        Assert.AreEqual(StoredOnServer.GetInfo, server.Requests[1].Route);
        Assert.StartsWith($"PUT /api/2.0/mlflow-artifacts/artifacts/123/traces/{StoredOnServer.TraceId}/artifacts/attachments/", server.Requests[2].Route);
        Assert.IsEmpty(server.Complaints);
    }

    [TestMethod]
    public async Task Part_of_a_trace_that_the_server_does_not_know_is_delivered_without_its_attachments()
    {
        await using var server = new ArtifactServer(static request => request.Method == "GET" ? StoredOnServer.Missing : null);

        using (Mlflow.TracingContextFromHeaders(new Dictionary<string, string> { ["traceparent"] = "00-0000000000000000000000000000002a-00000000000000aa-01" }))
        {
            Mlflow.StartSpan("part", inputs: new Attachment("image/png", Media.Bytes(10))).End();
        }

        await server.FlushAsync();

        Assert.AreEqual("MLT262", server.Complaints.Single().Id);
        Assert.AreEqual(RecordedRequest.PushSpans, server.Requests[0].Route);
    }

    [TestMethod]
    public async Task Folder_store_keeps_attachments_beside_its_traces_and_reads_them_back()
    {
        using var folder = new StoreFolder();
        using var run = new ClientRun($"file:{folder.Path}");
        var collected = await RecordAsync(static () => Mlflow.StartSpan("one", inputs: new { photo = new Attachment("image/png", Media.Bytes(200)) }).End());

        using (var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), run.Diagnostics))
        {
            Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([collected], CancellationToken.None));
        }

        var stored = await run.Client.GetTraceAsync(collected.Info.TraceId);
        var reference = Media.ReferencesIn(stored!.Spans[0].Inputs).Single();
        var read = await run.Client.GetAttachmentAsync(reference);
        CollectionAssert.AreEqual(Media.Bytes(200), read!.Content.ToArray());
        Assert.IsNull(await run.Client.GetAttachmentAsync(reference.Replace(read.AttachmentId, Guid.NewGuid().ToString("D"), StringComparison.Ordinal)));
        if (!OperatingSystem.IsWindows())
        {
            var file = Directory.GetFiles(Path.Combine(folder.Path, "attachments")).Single();
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [TestMethod]
    public async Task Folder_store_that_takes_no_attachments_keeps_the_trace()
    {
        using var folder = new StoreFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "attachments"), "in the way");
        var diagnostics = new TracingDiagnostics { Output = null };
        var collected = await RecordAsync(static () => Mlflow.StartSpan("one", inputs: new { photo = new Attachment("image/png", Media.Bytes(200)) }).End());

        using (var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), diagnostics))
        {
            Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([collected], CancellationToken.None));
        }

        Assert.AreEqual(1, diagnostics.CountOf("MLT262"));
        Assert.HasCount(1, FolderStoreReader.Read(folder.Path, skipped => Assert.Fail(skipped.ToString())).ToList());
    }

    [TestMethod]
    public async Task Copy_of_a_trace_takes_its_attachments_along_under_its_own_name()
    {
        var original = await RecordAsync(static () => Mlflow.StartSpan("one", inputs: new { photo = new Attachment("image/png", Media.Bytes(200)) }).End());

        var copy = await RecordAsync(() =>
        {
            using var root = Mlflow.StartActiveSpan("root");
            Mlflow.AddTrace(original);
        });

        var reference = Media.ReferencesIn(copy.SpanNamed("one").Inputs).Single();
        Assert.Contains($"trace_id={copy.Info.TraceId}", reference);
        CollectionAssert.AreEqual(Media.Bytes(200), Media.Find(copy, reference).Content.ToArray());
    }

    [TestMethod]
    public async Task Copy_of_a_trace_that_was_read_back_refers_to_where_it_was()
    {
        var original = await RecordAsync(static () => Mlflow.StartSpan("one", inputs: new { photo = new Attachment("image/png", Media.Bytes(200)) }).End());

        var copy = await RecordAsync(() => Mlflow.AddTrace(original with { Attachments = [] }));

        Assert.AreEqual(original.Spans[0].Inputs, copy.Spans[0].Inputs);
        Assert.IsEmpty(copy.Attachments);
    }

    private static async Task<Trace> RecordAsync(Action record)
    {
        using var session = new RecordingSession();
        record();
        return await session.SingleTraceAsync();
    }
}
