using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class ArtifactUploadTests
{
    [TestMethod]
    [DataRow(404)]
    [DataRow(405)]
    [DataRow(501)]
    public async Task Server_without_otlp_is_asked_once_and_gets_traces_json_from_then_on(int status)
    {
        await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? new ScriptedReply(status, """{"detail":"not here"}""") : null);
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(2, 0), await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2)));

        Assert.HasCount(1, server.Routes.Where(route => route == RecordedRequest.PushSpans));
        CollectionAssert.AreEqual(
            new[] { 1, 2 }.Select(i => $"PUT /api/2.0/mlflow-artifacts/artifacts/123/traces/{SampleTrace.Create(i).Info.TraceId}/artifacts/traces.json").ToArray(),
            server.Routes.Where(route => route.StartsWith("PUT", StringComparison.Ordinal)).ToArray());
        Assert.AreEqual("MLT413", run.Complaints.Single().Id);
    }

    [TestMethod]
    public async Task Missing_experiment_is_not_taken_for_a_missing_route()
    {
        await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? ScriptedReply.Error(404, "RESOURCE_DOES_NOT_EXIST", "no experiment") : null);
        using var run = new ExportRun(server.Address);

        await run.SendAsync(SampleTrace.Create(1));
        await run.SendAsync(SampleTrace.Create(2));

        Assert.HasCount(2, server.Routes.Where(route => route == RecordedRequest.PushSpans));
        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT411"));
    }

    [TestMethod]
    [DataRow("{0}/a b/artifacts")]
    [DataRow("file://{0}/a%20b/artifacts")]
    public async Task Local_artifact_folder_is_written_directly(string location)
    {
        using var folder = new StoreFolder();
        await using var server = ServerWithArtifactsAt(string.Format(null, location, folder.Path.Replace('\\', '/')));
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create()));

        var file = RecordedRequest.ParseJson(await File.ReadAllTextAsync(Path.Combine(folder.Path, "a b", "artifacts", "traces.json")));
        Assert.AreEqual("answer", (string?)file["spans"]![0]!["name"]);
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    public async Task Local_artifact_folder_that_cannot_be_written_is_reported_with_its_path()
    {
        using var folder = new StoreFolder();
        var blocked = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(blocked, "");
        await using var server = ServerWithArtifactsAt(blocked + "/artifacts");
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.Contains(blocked, run.Complaints.Single(complaint => complaint.Id == "MLT414").Message);
    }

    [TestMethod]
    [DataRow("\"s3://bucket/1/traces\"", "s3://bucket/1/traces")]
    [DataRow("\"wasbs://a@b/c\"", "wasbs://a@b/c")]
    [DataRow("null", "mlflow.artifactLocation")]
    public async Task Location_that_cannot_be_used_is_reported(string locationJson, string named)
    {
        await using var server = ServerWithLocation(locationJson);
        using var run = new ExportRun(server.Address);

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.Contains(named, run.Complaints.Single(complaint => complaint.Id == "MLT414").Message);
    }

    [TestMethod]
    [DataRow("mlflow-artifacts:/1/t", "http://host:5000/mlflow/api/2.0/mlflow-artifacts/artifacts/1/t")]
    [DataRow("mlflow-artifacts://other:8080/1/t/", "http://other:8080/api/2.0/mlflow-artifacts/artifacts/1/t")]
    [DataRow("mlflow-artifacts:/workspaces/team-a/1/t", "http://host:5000/mlflow/api/2.0/mlflow-artifacts/artifacts/workspaces/team-a/1/t")]
    public void Proxied_location_is_below_the_tracking_server_unless_it_names_another(string text, string address)
    {
        Assert.IsTrue(ArtifactLocation.TryParse(text, out var location));
        Assert.IsNull(location.Folder);
        Assert.AreEqual(address, location.ProxyAddress("http://host:5000/mlflow"));
    }

    [TestMethod]
    [DataRow("/mlruns/1/traces", "/mlruns/1/traces")]
    [DataRow("./mlruns/a:b", "./mlruns/a:b")]
    [DataRow("C:\\mlruns", "C:\\mlruns")]
    public void Bare_path_is_a_folder(string text, string folder)
    {
        Assert.IsTrue(ArtifactLocation.TryParse(text, out var location));
        Assert.AreEqual(folder, location.Folder);
    }

    [TestMethod]
    public async Task Credentials_are_not_sent_to_another_host()
    {
        await using var artifacts = new RecordingServer();
        var elsewhere = artifacts.Address.Replace("http://127.0.0.1", "mlflow-artifacts://localhost", StringComparison.Ordinal);
        await using var server = ServerWithArtifactsAt($"{elsewhere}/1/t");
        using var run = new ExportRun(server.Address, new MlflowOptions { TrackingToken = "secret" });

        // HttpListener compares the host name with its prefix and refuses this one, but it is asked.
        await run.SendAsync(SampleTrace.Create());

        Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") is not null));
        Assert.IsTrue(artifacts.Requests.All(request => request.Header("Authorization") is null));
        Assert.Contains(complaint => complaint.Message.Contains("http://localhost", StringComparison.Ordinal), run.Complaints);
    }

    private static RecordingServer ServerWithArtifactsAt(string location) => ServerWithLocation($"\"{location.Replace("\\", "\\\\", StringComparison.Ordinal)}\"");

    private static RecordingServer ServerWithLocation(string json) => new(request => request.Route switch
    {
        RecordedRequest.StartTrace => new ScriptedReply(200, """{"trace":{"trace_info":{"tags":{"mlflow.artifactLocation":LOCATION}}}}""".Replace("LOCATION", json, StringComparison.Ordinal)),
        _ => new ScriptedReply(501),
    });
}
