using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

[TestClass]
public sealed class ClientStartTests
{
    [TestMethod]
    public async Task Environment_says_where_the_traces_are_and_who_asks_even_when_tracing_is_off()
    {
        await using var server = new RecordingServer(_ => StoredOnServer.Missing);
        using var run = new ClientRun(
            null,
            null,
            ("MLFLOW_TRACKING_URI", server.Address + "/"),
            ("MLFLOW_TRACKING_USERNAME", "alice"),
            ("MLFLOW_TRACKING_PASSWORD", "secret"),
            ("MLFLOW_WORKSPACE", "team"),
            ("MLFLOW_TRACING_ENABLED", "false"));

        await run.Client.GetTraceAsync("tr-1");

        var request = server.Requests.Single();
        Assert.AreEqual("GET /api/3.0/mlflow/traces/tr-1", request.Route);
        Assert.AreEqual("Basic " + Convert.ToBase64String("alice:secret"u8), request.Header("Authorization"));
        Assert.AreEqual("team", request.Header("X-MLFLOW-WORKSPACE"));
    }

    [TestMethod]
    public async Task Arguments_beat_the_environment()
    {
        await using var server = new RecordingServer(_ => StoredOnServer.Missing);
        using var run = new ClientRun(server.Address, options => options.TrackingToken = "mine", ("MLFLOW_TRACKING_URI", "sqlite:///x"), ("MLFLOW_TRACKING_TOKEN", "theirs"));

        await run.Client.GetTraceAsync("tr-1");

        Assert.AreEqual("Bearer mine", server.Requests.Single().Header("Authorization"));
    }

    [TestMethod]
    public void Tracking_uri_that_is_none_is_refused_wherever_it_came_from()
    {
        Assert.Contains("sqlite", Assert.ThrowsExactly<ArgumentException>(() => new ClientRun("sqlite:///mlflow.db")).Message);
        Assert.Contains("sqlite", Assert.ThrowsExactly<ArgumentException>(() => new ClientRun(null, null, ("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db"))).Message);
    }

    [TestMethod]
    public void Option_outside_its_limits_is_refused()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ClientRun("http://localhost", options => options.HttpRequestTimeout = TimeSpan.Zero));

    [TestMethod]
    public void Databricks_without_credentials_is_refused_with_what_to_set()
        => Assert.Contains("DATABRICKS_TOKEN", Assert.ThrowsExactly<MlflowException>(() => new ClientRun("databricks://no such profile")).Message);

    [TestMethod]
    public void Client_without_any_setting_reads_the_default_folder_and_creates_nothing()
    {
        using var client = new MlflowClient("file:mlflow-traces-of-nobody");

        Assert.IsFalse(Directory.Exists("mlflow-traces-of-nobody"));
    }
}
