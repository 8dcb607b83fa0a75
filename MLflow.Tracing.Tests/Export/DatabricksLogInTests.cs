using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class DatabricksLogInTests
{
    private const string Secret = "s3cr3t-of-principal";

    [TestMethod]
    public async Task Service_principal_logs_in_once_and_its_token_goes_with_every_request()
    {
        await using var workspace = Workspace(new ScriptedReply(200, """{"access_token":"oauth-1","token_type":"Bearer","expires_in":3600}"""));

        var (result, complaints) = await SendAsync(workspace, traces: 2);

        Assert.AreEqual(new ExportResult(2, 0), result, complaints);
        var login = workspace.Requests[0];
        Assert.AreEqual("POST /oidc/v1/token", login.Route);
        Assert.AreEqual("application/x-www-form-urlencoded", login.Header("Content-Type"));
        Assert.AreEqual("grant_type=client_credentials&scope=all-apis", login.Text);
        Assert.AreEqual("Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"principal:{Secret}")), login.Header("Authorization"));
        Assert.AreEqual(1, workspace.Routes.Count(static route => route == "POST /oidc/v1/token"));
        Assert.IsTrue(workspace.Requests.Where(static request => request.Path.StartsWith("/api/", StringComparison.Ordinal)).All(static request => request.Header("Authorization") == "Bearer oauth-1"));
    }

    [TestMethod]
    [DataRow(401, """{"error":"invalid_client","error_description":"wrong secret s3cr3t-of-principal"}""")]
    [DataRow(500, "s3cr3t-of-principal")]
    [DataRow(200, """{"token":"s3cr3t-of-principal"}""")]
    [DataRow(200, """{"access_token":""}""")]
    public async Task Log_in_that_fails_is_reported_without_the_secret(int status, string body)
    {
        await using var workspace = Workspace(new ScriptedReply(status, body));

        var (result, complaints) = await SendAsync(workspace);

        Assert.AreEqual(new ExportResult(0, 1), result);
        Assert.Contains("MLT432", complaints);
        Assert.Contains("DATABRICKS_CLIENT_ID", complaints);
        Assert.Contains("/oidc/v1/token", complaints);
        Assert.DoesNotContain(Secret, complaints);
        CollectionAssert.AreEqual(new[] { "POST /oidc/v1/token" }, workspace.Routes.Distinct().ToArray());
    }

    [TestMethod]
    [DataRow("DATABRICKS_TOKEN=e", "token = f", "e", null, null, DisplayName = "the environment's token beats the profile's")]
    [DataRow("DATABRICKS_CLIENT_ID=i;DATABRICKS_CLIENT_SECRET=s", "token = f", null, "i", "s", DisplayName = "the environment's log-in beats the profile's of another kind")]
    [DataRow("", "client_id = i;client_secret = s", null, "i", "s", DisplayName = "a profile may have a service principal")]
    [DataRow("", "token = f;client_id = i;client_secret = s", "f", null, null, DisplayName = "a token comes before a service principal")]
    [DataRow("", "token = f;client_id = i;client_secret = s;auth_type = oauth-m2m", null, "i", "s", DisplayName = "unless the profile says otherwise")]
    [DataRow("DATABRICKS_AUTH_TYPE=pat", "token = f;client_id = i;client_secret = s;auth_type = oauth-m2m", "f", null, null, DisplayName = "unless the environment says otherwise")]
    [DataRow("DATABRICKS_CLIENT_SECRET=s", "client_id = i", null, "i", "s", DisplayName = "the secret may be in the environment")]
    [DataRow("DATABRICKS_TOKEN=e", "auth_type = databricks-cli", "e", null, null, DisplayName = "the profile's kind does not concern the environment's log-in")]
    public void Log_in_is_looked_for_as_databricks_does(string environment, string profile, string? token, string? clientId, string? clientSecret)
    {
        Assert.IsTrue(Find(environment, profile, new MlflowOptions(), out var found, out _));
        Assert.AreEqual(new DatabricksCredentials("https://host", token, clientId, clientSecret), found);
        Assert.AreEqual("https://host", $"{found}");
    }

    [TestMethod]
    [DataRow("", "auth_type = databricks-cli", "MLT433", "databricks-cli")]
    [DataRow("DATABRICKS_AUTH_TYPE=azure-cli;DATABRICKS_TOKEN=e", "", "MLT433", "azure-cli")]
    [DataRow("DATABRICKS_AUTH_TYPE=oauth-m2m;DATABRICKS_TOKEN=e", "", "MLT430", "DATABRICKS_CLIENT_SECRET")]
    [DataRow("", "client_id = i", "MLT430", "client_secret")]
    public void Log_in_that_is_not_known_or_not_complete_is_named(string environment, string profile, string id, string words)
    {
        Assert.IsFalse(Find(environment, profile, new MlflowOptions(), out _, out var problem));
        Assert.AreEqual(id, problem.Id);
        Assert.Contains(words, problem.Message);
    }

    [TestMethod]
    public void Profile_may_be_named_by_the_environment()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Path, "cfg");
        File.WriteAllText(path, "[DEFAULT]\nhost=a\ntoken=b\n[team]\nhost=c\ntoken=d\n");

        Assert.IsTrue(DatabricksCredentials.TryFind(null, static name => name == "DATABRICKS_CONFIG_PROFILE" ? "team" : null, path, new MlflowOptions(), out var found, out _));
        Assert.AreEqual(new DatabricksCredentials("https://c", "d"), found);
    }

    [TestMethod]
    public async Task Provider_beats_every_log_in_and_needs_an_address_only()
    {
        var options = new MlflowOptions { ExperimentId = "1", TrackingCredentialProvider = static _ => Task.FromResult(TrackingCredential.Bearer("mine")) };
        Assert.IsTrue(Find("", "auth_type = azure-cli", options, out var found, out _));
        await using var workspace = Workspace(new ScriptedReply(500));

        using var exporter = ExporterFactory.CreateForDatabricks(found! with { Host = workspace.Address }, options, new TracingDiagnostics { Output = null }, RetryPolicy.Never);
        await exporter.ExportAsync([SampleTrace.Create()], CancellationToken.None);

        Assert.AreEqual("Bearer mine", workspace.Requests[0].Header("Authorization"));
    }

    private static RecordingServer Workspace(ScriptedReply login)
    {
        RecordingServer? server = null;
        server = new RecordingServer(request => request switch
        {
            { Route: "POST /oidc/v1/token" } => login,
            { Method: "GET" } => new ScriptedReply(200, $$$"""{"credential_info":{"type":"AWS_PRESIGNED_URL","signed_uri":"{{{server!.Address}}}/signed","headers":[]}}"""),
            _ => null,
        });
        return server;
    }

    private static async Task<(ExportResult Result, string Complaints)> SendAsync(RecordingServer workspace, int traces = 1)
    {
        var complaints = new List<string>();
        var diagnostics = new TracingDiagnostics { Output = null };
        diagnostics.Reported += diagnostic => complaints.Add($"{diagnostic} {diagnostic.Exception}");
        var credentials = new DatabricksCredentials(workspace.Address, ClientId: "principal", ClientSecret: Secret);
        using var exporter = ExporterFactory.CreateForDatabricks(credentials, new MlflowOptions { ExperimentId = "123" }, diagnostics, RetryPolicy.Never);
        return (await exporter.ExportAsync([.. Enumerable.Range(1, traces).Select(static number => SampleTrace.Create(number))], CancellationToken.None), string.Join('\n', complaints));
    }

    private static bool Find(string environment, string profile, MlflowOptions options, out DatabricksCredentials? found, out Complaint problem)
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Path, "cfg");
        File.WriteAllText(path, $"[DEFAULT]\nhost = host\n{profile.Replace(';', '\n')}\n");
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]);
        return DatabricksCredentials.TryFind(null, name => variables.GetValueOrDefault(name), path, options, out found, out problem);
    }
}
