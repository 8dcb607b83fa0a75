using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Export;

/// <summary>Traces in Unity Catalog, against a server that speaks as the protocol says; no real workspace was at hand.</summary>
[TestClass]
public sealed class CatalogTests
{
    private const string Location = "main.traces.bot";

    [TestMethod]
    [DataRow("main.traces", "main.traces.mlflow_experiment_trace_otel_spans", """{"type":"UC_SCHEMA","uc_schema":{"catalog_name":"main","schema_name":"traces"}}""")]
    [DataRow("main.traces.bot", "main.traces.bot_otel_spans", """{"type":"UC_TABLE_PREFIX","uc_table_prefix":{"catalog_name":"main","schema_name":"traces","table_prefix":"bot"}}""")]
    public async Task Trace_is_told_of_first_and_its_spans_go_to_the_table(string location, string table, string traceLocation)
    {
        await using var workspace = new CatalogWorkspace();
        var id = string.Empty;

        await CatalogWorkspace.RecordAsync(
            () =>
            {
                using var span = Mlflow.StartActiveSpan("answer", inputs: new { question = "why" });
                Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["team"] = "a" });
                id = span.TraceId;
                Assert.AreEqual(id, Mlflow.CurrentTraceId);
            },
            location);

        Assert.StartsWith($"trace:/{location}/", id);
        CollectionAssert.AreEqual(new[] { CatalogWorkspace.Info(location, id), CatalogWorkspace.PushSpans }, workspace.Server.Routes.ToArray());
        Assert.IsTrue(workspace.Server.Requests.All(static request => request.Header("Authorization") == "Bearer dapi-test"));
        var info = workspace.Server.Requests[0].Json;
        Assert.AreEqual(WireId.DigitsOf(id), (string?)info["trace_id"]);
        Assert.IsTrue(JToken.DeepEquals(JObject.Parse(traceLocation), info["trace_location"]), $"{info}");
        Assert.AreEqual(("4", "a", "OK"), ((string?)info["trace_metadata"]!["mlflow.trace_schema.version"], (string?)info["tags"]!["team"], (string?)info["state"]));
        var push = workspace.Server.Requests[1];
        Assert.AreEqual((table, "application/x-protobuf", null), (push.Header(CatalogWorkspace.TableHeader), push.Header("Content-Type"), push.Header("Content-Encoding")));
        var span = push.Otlp.ResourceSpans[0].ScopeSpans[0].Spans.Single();
        Assert.AreEqual(WireId.DigitsOf(id), Convert.ToHexStringLower(span.TraceId.Span));
        Assert.AreEqual(id, span.Attributes.Single(static attribute => attribute.Key == "mlflow.traceRequestId").Value.StringValue);
    }

    [TestMethod]
    [DataRow("main.traces", """{"uc_schema":{"catalog_name":"main","schema_name":"traces","otel_spans_table_name":"spans_2"}}""")]
    [DataRow("main.traces.bot", """{"uc_table_prefix":{"catalog_name":"main","schema_name":"traces","table_prefix":"bot","spans_table_name":"main.traces.spans_2"}}""")]
    public async Task Table_that_the_workspace_names_counts(string location, string traceLocation)
    {
        await using var workspace = new CatalogWorkspace(request => CatalogWorkspace.IsInfo(request) ? new ScriptedReply(200, $$"""{"trace_location":{{traceLocation}}}""") : null);
        using var exporter = workspace.Exporter();

        Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([CatalogWorkspace.TraceAt(location)], CancellationToken.None));

        Assert.AreEqual("main.traces.spans_2", workspace.Server.Requests[1].Header(CatalogWorkspace.TableHeader));
    }

    [TestMethod]
    public async Task Variable_names_a_location_too_and_one_program_may_use_several()
    {
        using var variable = new EnvironmentVariable("MLFLOW_TRACING_DESTINATION", "main.traces");
        await using var workspace = new CatalogWorkspace();
        List<string?> ids = [];

        await CatalogWorkspace.RecordAsync(() =>
        {
            Mlflow.StartSpan("of the variable").End();
            ids.Add(Mlflow.LastActiveTraceId);
            Mlflow.SetDestination("main.traces.bot");
            Mlflow.StartSpan("elsewhere").End();
            ids.Add(Mlflow.LastActiveTraceId);
            Assert.AreEqual(ids[1], Mlflow.LastActiveTraceIdOfThread);
            Mlflow.SetDestination(null);
            Mlflow.StartSpan("of the variable again").End();
            ids.Add(Mlflow.LastActiveTraceId);
        });

        CollectionAssert.AreEqual(new[] { "trace:/main.traces", "trace:/main.traces.bot", "trace:/main.traces" }, ids.Select(static id => id!.Remove(id.LastIndexOf('/'))).ToArray());
        CollectionAssert.AreEquivalent(ids, workspace.Server.Requests.Where(CatalogWorkspace.IsInfo).Select(static request => TraceInfoJson.Read(request.Json).TraceId).ToArray());
    }

    [TestMethod]
    public async Task Traces_of_experiments_go_their_own_way_beside_it()
    {
        await using var workspace = new CatalogWorkspace(static request => request.Method == "GET" ? new ScriptedReply(403) : null);
        using var exporter = workspace.Exporter();
        var filed = SampleTrace.Create(2);

        var result = await exporter.ExportAsync([CatalogWorkspace.TraceAt(Location), filed with { Info = filed.Info with { ExperimentId = "42" } }], CancellationToken.None);

        Assert.AreEqual(new ExportResult(1, 1), result);
        Assert.HasCount(1, workspace.Server.Routes.Where(static route => route == RecordedRequest.StartTrace));
        Assert.HasCount(1, workspace.Server.Routes.Where(static route => route == CatalogWorkspace.PushSpans));
    }

    [TestMethod]
    public async Task Requests_that_fail_for_a_while_are_repeated_as_they_were()
    {
        var tries = 0;
        await using var workspace = new CatalogWorkspace(_ => Interlocked.Increment(ref tries) % 2 == 1 ? new ScriptedReply(503) : null);
        using var exporter = workspace.Exporter();

        Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([CatalogWorkspace.TraceAt(Location)], CancellationToken.None));

        var requests = workspace.Server.Requests;
        Assert.HasCount(4, requests);
        CollectionAssert.AreEqual(requests[0].Body, requests[1].Body);
        CollectionAssert.AreEqual(requests[2].Body, requests[3].Body);
        Assert.IsEmpty(workspace.Diagnostics.Counts);
    }

    [TestMethod]
    [DataRow(403, "Grant USE CATALOG")]
    [DataRow(404, "set_experiment_trace_location")]
    public async Task Refused_location_is_named_with_the_remedy_and_gets_no_spans(int status, string remedy)
    {
        string? message = null;
        await using var workspace = new CatalogWorkspace(request => CatalogWorkspace.IsInfo(request) ? ScriptedReply.Error(status, "ODD", "no") : null);
        workspace.Diagnostics.Reported += diagnostic => message = diagnostic.ToString();
        using var exporter = workspace.Exporter();

        Assert.AreEqual(new ExportResult(0, 1), await exporter.ExportAsync([CatalogWorkspace.TraceAt(Location)], CancellationToken.None));

        Assert.Contains("MLT476", message!);
        Assert.Contains($"'{Location}'", message!);
        Assert.Contains(remedy, message!);
        Assert.HasCount(1, workspace.Server.Requests);
    }

    [TestMethod]
    public async Task Trace_that_an_earlier_try_has_started_and_a_part_of_one_get_their_spans_only()
    {
        await using var workspace = new CatalogWorkspace();
        using var exporter = workspace.Exporter();
        var part = CatalogWorkspace.TraceAt(Location, 2);
        Delivery[] deliveries = [new(CatalogWorkspace.TraceAt(Location), isStarted: true), new(part with { Info = part.Info with { IsPart = true } })];

        await exporter.DeliverAsync(deliveries, CancellationToken.None);

        Assert.IsTrue(deliveries.All(static delivery => delivery.Failure is null));
        CollectionAssert.AreEqual(new[] { CatalogWorkspace.PushSpans, CatalogWorkspace.PushSpans }, workspace.Server.Routes.ToArray());
        Assert.IsTrue(workspace.Server.Requests.All(static request => request.Header(CatalogWorkspace.TableHeader) == "main.traces.bot_otel_spans"));
    }

    [TestMethod]
    public async Task Spooled_trace_is_resumed_at_its_spans_by_the_next_start()
    {
        using var spool = new StoreFolder();
        var isDown = true;
        var arrived = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var workspace = new CatalogWorkspace(request =>
        {
            if (request.Route == CatalogWorkspace.PushSpans && !Volatile.Read(ref isDown))
            {
                arrived.TrySetResult(request);
            }

            return request.Route == CatalogWorkspace.PushSpans && Volatile.Read(ref isDown) ? new ScriptedReply(503) : null;
        });
        try
        {
            Start();
            Mlflow.StartSpan("one").End();
            Mlflow.Use(null);
            Volatile.Write(ref isDown, false);
            Start();

            var push = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));

            CollectionAssert.AreEqual(workspace.Server.Requests.First(static request => request.Route == CatalogWorkspace.PushSpans).Body, push.Body);
            Assert.HasCount(1, workspace.Server.Requests.Where(CatalogWorkspace.IsInfo));
        }
        finally
        {
            Mlflow.Use(null);
        }

        void Start() => Mlflow.Init("databricks", experimentId: Location, configure: options => (options.SpoolFolder, options.HttpRequestMaxRetries) = (spool.Path, 0));
    }

    [TestMethod]
    public async Task Spans_that_the_workspace_rejects_are_counted()
    {
        await using var workspace = new CatalogWorkspace(static request => request.Route == CatalogWorkspace.PushSpans ? new ScriptedReply(200, """{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}""") : null);
        using var exporter = workspace.Exporter();

        await exporter.ExportAsync([CatalogWorkspace.TraceAt(Location)], CancellationToken.None);

        Assert.AreEqual(1, workspace.Diagnostics.CountOf("MLT479"));
    }

    [TestMethod]
    public async Task Attachments_have_no_place_there_and_are_reported()
    {
        await using var workspace = new CatalogWorkspace();
        using var exporter = workspace.Exporter();
        var trace = CatalogWorkspace.TraceAt(Location) with { Attachments = [new TraceAttachment("0f8fad5b-d9cb-469f-a165-70867728950e", "image/png", new byte[] { 1 })] };

        Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([trace], CancellationToken.None));

        Assert.AreEqual(1, workspace.Diagnostics.CountOf("MLT478"));
        Assert.HasCount(2, workspace.Server.Requests);
    }

    [TestMethod]
    public async Task Server_without_unity_catalog_says_so_and_takes_the_other_traces()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address, new MlflowOptions { ExperimentId = "main.traces" });
        Assert.Contains("MLFLOW_TRACKING_URI=databricks", run.Complaints.Single().Message);
        var filed = SampleTrace.Create(2);

        var result = await run.SendAsync(CatalogWorkspace.TraceAt("main.traces"), filed with { Info = filed.Info with { ExperimentId = "42" } });

        Assert.AreEqual(new ExportResult(1, 1), result);
        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT475"));
        CollectionAssert.AreEqual(new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans }, server.Routes.ToArray());
    }

    [TestMethod]
    public async Task Trace_under_way_stays_inside_unity_catalog_or_outside()
    {
        using var session = new RecordingSession();
        var before = Mlflow.Diagnostics.CountOf("MLT477") + session.Diagnostics.CountOf("MLT477");
        Move(from: "1", to: "main.traces");
        Move(from: "main.traces", to: "1");
        Move(from: "main.traces", to: "main.traces");

        CollectionAssert.AreEqual(new[] { "1", "main.traces", "main.traces" }, (await session.TracesAsync()).Select(static trace => trace.Info.ExperimentId).ToArray());
        Assert.AreEqual(before + 2, Mlflow.Diagnostics.CountOf("MLT477") + session.Diagnostics.CountOf("MLT477"));

        static void Move(string from, string to)
        {
            Mlflow.SetDestination(from);
            using var span = Mlflow.StartActiveSpan("root");
            var id = span.TraceId;
            Mlflow.UpdateCurrentTrace(experimentId: to);
            Assert.AreEqual(id, span.TraceId);
        }
    }

    [TestMethod]
    [DataRow("main.")]
    [DataRow(".traces")]
    [DataRow("main..bot")]
    [DataRow("a.b.c.d")]
    [DataRow("main.my traces")]
    [DataRow("main.a/b")]
    public void Text_with_dots_that_is_no_location_is_refused(string text)
    {
        Assert.Contains("CATALOG.SCHEMA.TABLE_PREFIX", Assert.ThrowsExactly<ArgumentException>(() => Mlflow.SetDestination(text)).Message);
        Assert.ThrowsExactly<ArgumentException>(() => Mlflow.Init("databricks", experimentId: text));
        Assert.IsNull(CatalogTraceId.TryParse($"trace:/{text}/{1:x32}"));
    }

    [TestMethod]
    public async Task Folder_keeps_the_location()
    {
        using var folder = new StoreFolder();
        var trace = CatalogWorkspace.TraceAt(Location);
        using (var exporter = new FolderStoreExporter(folder.Path, new MlflowOptions(), new TracingDiagnostics { Output = null }))
        {
            await exporter.ExportAsync([trace], CancellationToken.None);
        }

        using var client = new MlflowClient($"file:{folder.Path}");
        var read = await client.GetTraceAsync(trace.Info.TraceId);

        Assert.AreEqual((Location, trace.Info.TraceId, trace.Info.TraceId), (read!.Info.ExperimentId, read.Info.TraceId, read.Spans.Single().TraceId));
    }
}
