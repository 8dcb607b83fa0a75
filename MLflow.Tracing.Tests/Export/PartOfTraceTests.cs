using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Export;

/// <summary>What destinations make of spans that belong to a trace which another process began.</summary>
[TestClass]
public sealed class PartOfTraceTests
{
    [TestMethod]
    public async Task Server_gets_the_spans_of_a_part_and_is_not_told_that_a_trace_began()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address);

        await run.DeliverAsync(Part(1), Part(2));

        CollectionAssert.AreEqual(new[] { RecordedRequest.PushSpans, RecordedRequest.PushSpans }, server.Routes.ToArray());
        Assert.AreEqual("123", server.Requests[0].Header("x-mlflow-experiment-id"));
        var spans = server.Requests.Select(request => request.Otlp.ResourceSpans[0].ScopeSpans[0].Spans.Single()).ToList();
        Assert.AreEqual(spans[0].TraceId, spans[1].TraceId);
        Assert.AreNotEqual(spans[0].SpanId, spans[1].SpanId);
        Assert.IsTrue(spans.All(span => Convert.ToHexStringLower(span.ParentSpanId.Span) == "00000000000000aa"));
    }

    [TestMethod]
    public async Task Server_without_otlp_cannot_take_a_part_and_the_callers_file_is_left_alone()
    {
        await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? new ScriptedReply(404) : null);
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(0, 2), await run.SendAsync(Part(1), Part(2)));

        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT450"));
        Assert.DoesNotContain(route => !route.StartsWith("POST", StringComparison.Ordinal), server.Routes);
        Assert.Contains("by OTLP only", run.Complaints.Single(complaint => complaint.Id == "MLT450").Message);
        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create()));
    }

    [TestMethod]
    public async Task Databricks_cannot_take_a_part_either()
    {
        await using var server = new RecordingServer();
        var diagnostics = new TracingDiagnostics { Output = null };
        var credentials = new DatabricksCredentials(server.Address, "token");
        using var exporter = ExporterFactory.CreateForDatabricks(credentials, new MlflowOptions { ExperimentId = "1" }, diagnostics, MLflow.Tracing.Wire.RetryPolicy.Default);

        Assert.AreEqual(new ExportResult(0, 1), await exporter.ExportAsync([Part(1)], CancellationToken.None));

        Assert.AreEqual(1, diagnostics.CountOf("MLT450"));
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Folder_keeps_each_part_on_a_line_of_its_own_and_marks_it()
    {
        using var folder = new StoreFolder();
        using (var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), new TracingDiagnostics { Output = null }))
        {
            Assert.AreEqual(new ExportResult(3, 0), await exporter.ExportAsync([Part(1), Part(2), SampleTrace.Create()], CancellationToken.None));
        }

        var read = FolderStoreReader.Read(folder.Path, skipped => Assert.Fail(skipped.ToString())).Select(stored => stored.Trace).ToList();
        CollectionAssert.AreEqual(new[] { true, true, false }, read.Select(trace => trace.Info.IsPart).ToArray());
        Assert.HasCount(2, read.Take(2).Select(part => part.Spans.Single().SpanId).Distinct());
        Assert.HasCount(1, read.Select(trace => trace.Info.TraceId).Distinct());
        var lines = await File.ReadAllLinesAsync(folder.Files.Single());
        Assert.IsTrue((bool)RecordedRequest.ParseJson(lines[0])["info"]!["is_part"]!);
        Assert.IsNull(RecordedRequest.ParseJson(lines[2])["info"]!["is_part"]);
    }

    [TestMethod]
    public async Task Console_says_below_which_span_a_part_belongs()
    {
        using var output = new StringWriter();
        using var exporter = new ConsoleTreeExporter(output, new TreeStyle(60, HasColor: false, IsAscii: false));

        await exporter.ExportAsync([Part(1)], CancellationToken.None);

        Assert.Contains("tr-00000000000000000000000000000001  part below span 00000000000000aa\n", output.ToString());
        Assert.Contains("└─ answer", output.ToString());
    }

    private static Trace Part(int number)
    {
        var whole = SampleTrace.Create();
        return new Trace(whole.Info with { IsPart = true }, [SampleTrace.CreateSpan(1, "answer", number, 0xaa)]);
    }
}
