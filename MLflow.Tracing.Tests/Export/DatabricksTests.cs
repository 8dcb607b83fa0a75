using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class DatabricksTests
{
    [TestMethod]
    public async Task Trace_is_started_and_its_spans_are_put_at_the_signed_address_as_recorded()
    {
        var golden = Golden.Load("27-databricks-credentials-upload.json");
        var info = golden.Traces.Single().Info;
        var data = RecordedRequest.ParseJson((string)golden.Requests[2]["bodyText"]!);
        await using var server = Workspace("AWS_PRESIGNED_URL");

        var (result, complaints) = await SendAsync(server, GoldenTrace.From(info, data));

        Assert.AreEqual(new ExportResult(1, 0), result, complaints);
        for (var i = 0; i < 3; i++)
        {
            Assert.AreEqual($"{golden.Requests[i]["method"]} {golden.Requests[i]["path"]}", server.Routes[i]);
            Assert.AreEqual(golden.Header(i, "authorization"), server.Requests[i].Header("Authorization"), server.Routes[i]);
            Assert.AreEqual(golden.Header(i, "x-amz-extra"), server.Requests[i].Header("x-amz-extra"), server.Routes[i]);
        }

        Assert.AreEqual("f", (string?)server.Requests[2].Json["spans"]![0]!["name"]);
    }

    [TestMethod]
    public async Task Azure_blob_gets_its_block_header()
    {
        await using var server = Workspace("AZURE_SAS_URI");

        await SendAsync(server, SampleTrace.Create());

        Assert.AreEqual("BlockBlob", server.Requests[2].Header("x-ms-blob-type"));
        Assert.IsNull(server.Requests[2].Header("Authorization"));
    }

    [TestMethod]
    public async Task Azure_data_lake_gets_create_append_and_flush()
    {
        await using var server = Workspace("AZURE_ADLS_GEN2_SAS_URI");

        await SendAsync(server, SampleTrace.Create());

        var length = server.Requests[3].Body.Length;
        CollectionAssert.AreEqual(
            new[]
            {
                "PUT /signed/upload?sig=abc&resource=file",
                "PATCH /signed/upload?sig=abc&action=append&position=0",
                $"PATCH /signed/upload?sig=abc&action=flush&position={length}",
            },
            server.Routes.Skip(2).ToArray());
        Assert.IsEmpty(server.Requests[2].Body);
        Assert.AreEqual("application/octet-stream", server.Requests[3].Header("Content-Type"));
        Assert.IsEmpty(server.Requests[4].Body);
    }

    [TestMethod]
    [DataRow("AWS_PRESIGNED_URL", 1)]
    [DataRow("GCP_SIGNED_URL", 1)]
    [DataRow("AZURE_SAS_URI", 1)]
    [DataRow("AZURE_ADLS_GEN2_SAS_URI", 3)]
    public async Task Signed_address_gets_its_own_headers_and_no_credentials(string kind, int uploads)
    {
        await using var server = Workspace(kind);

        var (result, complaints) = await SendAsync(server, SampleTrace.Create());

        Assert.AreEqual(new ExportResult(1, 0), result, complaints);
        Assert.IsTrue(server.Requests.Take(2).All(static request => request.Header("Authorization") == "Bearer dapi-test"));
        Assert.HasCount(uploads, server.Requests.Skip(2).Where(static request => request.Header("Authorization") is null && request.Header("x-amz-extra") == "v"));
        Assert.HasCount(uploads + 2, server.Requests);
    }

    [TestMethod]
    public async Task Unknown_kind_of_upload_is_reported()
    {
        await using var server = Workspace("CARRIER_PIGEON");

        var (result, complaints) = await SendAsync(server, SampleTrace.Create());

        Assert.AreEqual(new ExportResult(0, 1), result);
        Assert.Contains("MLT431", complaints);
        Assert.Contains("CARRIER_PIGEON", complaints);
    }

    [TestMethod]
    public async Task Signature_of_an_address_is_not_repeated_in_a_complaint()
    {
        await using var server = Workspace("AWS_PRESIGNED_URL", upload: new ScriptedReply(403));

        var (_, complaints) = await SendAsync(server, SampleTrace.Create());

        Assert.Contains("/signed/upload", complaints);
        Assert.DoesNotContain("sig=abc", complaints);
    }

    [TestMethod]
    public void Environment_when_complete_beats_the_file()
    {
        using var folder = new StoreFolder();

        Assert.IsTrue(Find(folder, "[DEFAULT]\nhost=https://file\ntoken=file", null, out var credentials, ("DATABRICKS_HOST", "env.example/"), ("DATABRICKS_TOKEN", "env")));
        Assert.AreEqual(new DatabricksCredentials("https://env.example", "env"), credentials);
    }

    [TestMethod]
    [DataRow(null, "https://default", "d")]
    [DataRow("Team A", "https://team", "t=1")]
    public void Profile_of_the_file_is_read(string? profile, string host, string token)
    {
        using var folder = new StoreFolder();

        Assert.IsTrue(Find(folder, "; comment\n[DEFAULT]\nhost = https://default/\ntoken = d\n\n[Team A]\n# host = no\nHOST = team\ntoken = t=1\n", profile, out var credentials));
        Assert.AreEqual(new DatabricksCredentials(host, token), credentials);
    }

    [TestMethod]
    public void Missing_credentials_are_named_with_the_places_for_them()
    {
        using var folder = new StoreFolder();

        Assert.IsFalse(DatabricksCredentials.TryFind("Team A", _ => null, Path.Combine(folder.Path, "cfg"), new MlflowOptions(), out _, out var problem));

        foreach (var part in new[] { "DATABRICKS_HOST", "DATABRICKS_TOKEN", "[Team A]", Path.Combine(folder.Path, "cfg") })
        {
            Assert.Contains(part, problem.Message);
        }
    }

    [TestMethod]
    public async Task Unconfigured_destination_says_so_at_the_start_and_when_traces_are_lost()
    {
        var diagnostics = new TracingDiagnostics { Output = null };
        using var exporter = new UnconfiguredExporter(DestinationComplaints.NoCredentials("token is", "DEFAULT", "~/.databrickscfg"), isSpooled: false, diagnostics);
        Assert.AreEqual(1, diagnostics.CountOf("MLT430"));

        Assert.AreEqual(new ExportResult(0, 2), await exporter.ExportAsync([SampleTrace.Create(1), SampleTrace.Create(2)], CancellationToken.None));

        Assert.AreEqual(3, diagnostics.CountOf("MLT430"));
    }

    [TestMethod]
    public async Task Unconfigured_destination_leaves_traces_to_the_spool()
    {
        using var folder = new StoreFolder();
        var diagnostics = new TracingDiagnostics { Output = null };
        var options = new MlflowOptions { SpoolFolder = folder.Path, SpoolTtl = TimeSpan.MaxValue };
        var unconfigured = new UnconfiguredExporter(DestinationComplaints.NoCredentials("token is", "DEFAULT", "~/.databrickscfg"), isSpooled: true, diagnostics);
        using (var exporter = ExporterFactory.WithSpool(unconfigured, TrackingUri.Parse("databricks"), options, diagnostics))
        {
            Assert.AreEqual(2, (await exporter.ExportAsync([SampleTrace.Create(1), SampleTrace.Create(2)], CancellationToken.None)).KeptSpans);
        }

        Assert.AreEqual(2, diagnostics.CountOf("MLT460"));
        Assert.AreEqual(2, Directory.GetFiles(folder.Path, "*.jsonl", SearchOption.AllDirectories).Sum(file => File.ReadLines(file).Count()));
    }

    private static RecordingServer Workspace(string uploadType, ScriptedReply? upload = null)
    {
        RecordingServer? server = null;
        server = new RecordingServer(request => request switch
        {
            { Method: "GET" } => new ScriptedReply(200, $$$"""{"credential_info":{"type":"{{{uploadType}}}","signed_uri":"{{{server!.Address}}}/signed/upload?sig=abc","headers":[{"name":"x-amz-extra","value":"v"}]}}"""),
            { Method: "PUT" or "PATCH" } => upload ?? new ScriptedReply(200),
            _ => null,
        });
        return server;
    }

    private static async Task<(ExportResult Result, string Complaints)> SendAsync(RecordingServer server, MLflow.Tracing.Model.Trace trace)
    {
        var complaints = new List<TracingDiagnostic>();
        var diagnostics = new TracingDiagnostics { Output = null };
        diagnostics.Reported += complaints.Add;
        using var exporter = ExporterFactory.CreateForDatabricks(new DatabricksCredentials(server.Address, "dapi-test"), new MlflowOptions { ExperimentId = "123" }, diagnostics, RetryPolicy.Never);
        return (await exporter.ExportAsync([trace], CancellationToken.None), string.Join('\n', complaints));
    }

    private static bool Find(StoreFolder folder, string file, string? profile, out DatabricksCredentials? credentials, params (string Name, string Value)[] environment)
    {
        var path = Path.Combine(folder.Path, "cfg");
        File.WriteAllText(path, file);
        return DatabricksCredentials.TryFind(profile, name => environment.FirstOrDefault(variable => variable.Name == name).Value, path, new MlflowOptions(), out credentials, out _);
    }
}
