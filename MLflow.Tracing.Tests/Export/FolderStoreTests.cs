using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class FolderStoreTests
{
    [TestMethod]
    public async Task Trace_when_stored_and_read_back_is_the_same()
    {
        using var folder = new StoreFolder();
        var trace = Elaborate();

        await StoreAsync(folder, trace, SampleTrace.Create(2));

        var read = ReadAll(folder);
        Assert.HasCount(2, read);
        Assert.AreEqual(AsJson(trace), AsJson(read[0].Trace));
        Assert.AreEqual(AsJson(SampleTrace.Create(2)), AsJson(read[1].Trace));
    }

    [TestMethod]
    public async Task Line_is_one_json_object_with_info_and_data()
    {
        using var folder = new StoreFolder();

        await StoreAsync(folder, Elaborate());

        var text = await File.ReadAllTextAsync(folder.Files.Single());
        Assert.AreEqual(1, text.Count(c => c == '\n'));
        Assert.EndsWith("\n", text);
        var line = RecordedRequest.ParseJson(text);
        Assert.AreEqual("2026-11-22T21:19:16Z", (string?)line["info"]!["request_time"]);
        Assert.AreEqual("{\"q\":\"line\\nbreak\"}", (string?)line["data"]!["spans"]![0]!["attributes"]!["mlflow.spanInputs"]);
        Assert.AreEqual("bad", (string?)line["data"]!["spans"]![1]!["events"]![0]!["attributes"]!["exception.message"]);
    }

    [TestMethod]
    public async Task Nothing_is_created_before_the_first_trace()
    {
        using var folder = new StoreFolder();
        var store = Path.Combine(folder.Path, "deep", "store");
        using var exporter = new FolderStoreExporter(store, new MlflowOptions(), Quiet());

        Assert.IsFalse(Directory.Exists(store));
        await exporter.ExportAsync([SampleTrace.Create()], CancellationToken.None);
        Assert.HasCount(1, Directory.GetFiles(store));
    }

    [TestMethod]
    public async Task Files_and_folder_are_their_owners_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no such modes.");
            return;
        }

        using var folder = new StoreFolder();
        var store = Path.Combine(folder.Path, "store");
        using var exporter = new FolderStoreExporter(store, new MlflowOptions(), Quiet());

        await exporter.ExportAsync([SampleTrace.Create()], CancellationToken.None);

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(store).Single()));
    }

    [TestMethod]
    public async Task Traces_are_readable_while_the_writer_is_at_work()
    {
        using var folder = new StoreFolder();
        using var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), Quiet());

        await exporter.ExportAsync([SampleTrace.Create(1)], CancellationToken.None);
        Assert.HasCount(1, ReadAll(folder));
        await exporter.ExportAsync([SampleTrace.Create(2)], CancellationToken.None);
        Assert.HasCount(2, ReadAll(folder));
        Assert.HasCount(1, folder.Files);
    }

    [TestMethod]
    public async Task Writers_at_the_same_time_have_a_file_each_and_lose_nothing()
    {
        using var folder = new StoreFolder();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            using var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), Quiet());
            for (var i = 1; i <= 25; i++)
            {
                await exporter.ExportAsync([SampleTrace.Create((writer * 100) + i)], CancellationToken.None);
            }
        })));

        Assert.HasCount(8, folder.Files);
        Assert.HasCount(200, ReadAll(folder).Select(stored => stored.Trace.Info.TraceId).Distinct());
    }

    [TestMethod]
    public async Task File_that_has_grown_large_is_followed_by_another()
    {
        using var folder = new StoreFolder();
        using var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), Quiet(), maxFileBytes: 2000);

        await exporter.ExportAsync([.. Enumerable.Range(1, 10).Select(i => SampleTrace.Create(i))], CancellationToken.None);
        exporter.Dispose();

        Assert.IsGreaterThan(1, folder.Files.Length);
        Assert.IsTrue(folder.Files.All(file => new FileInfo(file).Length <= 2000));
        CollectionAssert.AreEquivalent(
            Enumerable.Range(1, 10).Select(i => SampleTrace.Create(i).Info.TraceId).ToArray(),
            ReadAll(folder).Select(stored => stored.Trace.Info.TraceId).ToArray());
    }

    [TestMethod]
    public async Task Torn_last_line_is_skipped_and_reported()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, SampleTrace.Create(1), Elaborate());
        var file = folder.Files.Single();
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..^100]);
        var skipped = new List<SkippedLine>();

        var read = FolderStoreReader.Read(folder.Path, skipped.Add).ToList();

        Assert.HasCount(1, read);
        Assert.AreEqual((file, 2), (skipped.Single().File, skipped.Single().LineNumber));
        Assert.Contains("ends early", skipped.Single().ToString());
    }

    [TestMethod]
    public async Task Line_that_is_no_trace_is_skipped_and_the_next_one_read()
    {
        using var folder = new StoreFolder();
        await StoreAsync(folder, SampleTrace.Create());
        var file = folder.Files.Single();
        await File.WriteAllTextAsync(file, "not json\n{}\n\n{\"info\":{\"trace_id\":1},\"data\":{}}\n" + await File.ReadAllTextAsync(file));
        var skipped = new List<SkippedLine>();

        var read = FolderStoreReader.Read(folder.Path, skipped.Add).ToList();

        Assert.HasCount(1, read);
        CollectionAssert.AreEqual(new[] { 1, 2, 4 }, skipped.Select(line => line.LineNumber).ToArray());
    }

    [TestMethod]
    public void Folder_that_does_not_exist_holds_no_trace()
        => Assert.IsEmpty(FolderStoreReader.Read(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), _ => Assert.Fail()));

    [TestMethod]
    public async Task Folder_that_cannot_be_written_is_reported_and_tried_again()
    {
        using var folder = new StoreFolder();
        var store = Path.Combine(folder.Path, "store");
        await File.WriteAllTextAsync(store, "a file is in the way");
        var diagnostics = Quiet();
        TracingDiagnostic? complaint = null;
        diagnostics.Reported += reported => complaint = reported;
        using var exporter = new FolderStoreExporter(store, new MlflowOptions(), diagnostics);

        var result = await exporter.ExportAsync([SampleTrace.Create(1), SampleTrace.Create(2)], CancellationToken.None);

        Assert.AreEqual(new ExportResult(0, 2), result);
        Assert.AreEqual(2, diagnostics.CountOf("MLT420"));
        Assert.Contains(store, complaint!.Message);
        Assert.Contains("writable", complaint.Message);

        File.Delete(store);
        Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([SampleTrace.Create(3)], CancellationToken.None));
    }

    [TestMethod]
    public async Task Trace_that_cannot_be_encoded_does_not_keep_the_next_one_from_the_disk()
    {
        using var folder = new StoreFolder();
        var diagnostics = Quiet();
        using var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), diagnostics);
        var odd = SampleTrace.Create(1) with { Spans = [SampleTrace.CreateSpan(1, "odd", 1, null) with { SpanId = "no id" }] };

        Assert.AreEqual(new ExportResult(1, 1), await exporter.ExportAsync([odd, SampleTrace.Create(2)], CancellationToken.None));
        Assert.AreEqual(1, diagnostics.CountOf("MLT417"));
        Assert.HasCount(1, ReadAll(folder));
    }

    [TestMethod]
    [DataRow("42", "my bot", "42", null)]
    [DataRow(null, "my bot", "0", "my bot")]
    [DataRow(null, null, "0", null)]
    public async Task Experiment_is_kept_for_a_later_push(string? id, string? name, string storedId, string? storedName)
    {
        using var folder = new StoreFolder();
        using var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions { ExperimentId = id, ExperimentName = name }, Quiet());

        await exporter.ExportAsync([SampleTrace.Create()], CancellationToken.None);

        var stored = ReadAll(folder).Single();
        Assert.AreEqual((storedId, storedName), (stored.Trace.Info.ExperimentId, stored.ExperimentName));
    }

    [TestMethod]
    public void Traces_of_the_typescript_sdk_can_be_read_from_a_line()
    {
        using var folder = new StoreFolder();
        var (info, data) = Golden.Load("03-sync-exception.json").Traces.Single();
        File.WriteAllText(Path.Combine(folder.Path, "golden.jsonl"), new JObject { ["info"] = info, ["data"] = data }.ToString(Newtonsoft.Json.Formatting.None));

        var read = ReadAll(folder).Single().Trace;

        Assert.AreEqual(AsJson(GoldenTrace.From(info, data!)), AsJson(read));
    }

    private static async Task StoreAsync(StoreFolder folder, params Trace[] traces)
    {
        using var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), Quiet());
        Assert.AreEqual(new ExportResult(traces.Length, 0), await exporter.ExportAsync(traces, CancellationToken.None));
    }

    private static List<StoredTrace> ReadAll(StoreFolder folder)
        => [.. FolderStoreReader.Read(folder.Path, skipped => Assert.Fail(skipped.ToString()))];

    /// <summary>Records compare their collections by reference; their JSON has every field.</summary>
    private static string AsJson(Trace trace)
        => JObject.FromObject(trace with { Info = trace.Info with { ExperimentId = trace.Info.ExperimentId ?? "0" } }).ToString();

    private static TracingDiagnostics Quiet() => new() { Output = null };

    private static Trace Elaborate()
    {
        var plain = SampleTrace.Create();
        var root = SampleTrace.CreateSpan(1, "root \u2028 é😀", 1, null, ("mlflow.spanInputs", "{\"q\":\"line\\nbreak\"}"), ("n", "1"), ("s", "\"1\""));
        var child = SampleTrace.CreateSpan(1, "child", 2, 1) with
        {
            EndTimeUnixNs = SampleTrace.StartNs + 1,
            Status = new SpanStatus(SpanStatusCode.Error, "X: bad"),
            Events = [new SpanEvent("exception", SampleTrace.StartNs + 7, new Dictionary<string, string> { ["exception.message"] = "\"bad\"", ["deep"] = "{\"a\":[1,null]}" })],
            Links = [new SpanLink("tr-000000000000000000000000000000ff", "00000000000000fe", new Dictionary<string, string> { ["why"] = "\"1\"" })],
        };
        return new Trace(
            plain.Info with
            {
                ClientRequestId = "req",
                ExperimentId = "9",
                RequestPreview = "in",
                ResponsePreview = "out",
                ExecutionDurationNs = 1_234_567_891,
                State = TraceState.Error,
            },
            [root, child]);
    }
}
