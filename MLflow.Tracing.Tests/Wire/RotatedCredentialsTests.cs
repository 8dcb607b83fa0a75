using System.Text;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>Credentials that are replaced while the program runs.</summary>
[TestClass]
public sealed class RotatedCredentialsTests
{
    [TestMethod]
    [DataRow(401)]
    [DataRow(403)]
    public async Task Token_that_is_replaced_in_the_profile_is_read_again_and_the_request_repeated(int status)
    {
        using var profile = new Profile("old");
        await using var workspace = Guarded("Bearer old", status, out var accept);
        profile.Write(workspace.Address, "old");
        using var client = new MlflowClient("databricks");
        await client.SetTraceTagAsync("tr-1", "k", "v");

        accept("Bearer new");
        profile.Write(workspace.Address, "new");
        await client.SetTraceTagAsync("tr-1", "k", "v");
        await client.SetTraceTagAsync("tr-1", "k", "v");

        CollectionAssert.AreEqual(new[] { "Bearer old", "Bearer old", "Bearer new", "Bearer new" }, workspace.Requests.Select(static request => request.Header("Authorization")).ToArray());
    }

    [TestMethod]
    public async Task Traces_are_delivered_with_the_token_that_replaced_the_old_one()
    {
        using var profile = new Profile("old");
        await using var workspace = Guarded("Bearer old", 401, out var accept);
        profile.Write(workspace.Address, "old");
        Mlflow.Init("databricks", experimentId: "main.traces");
        try
        {
            Mlflow.StartSpan("one").End();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
            accept("Bearer new");
            profile.Write(workspace.Address, "new");
            Mlflow.StartSpan("two").End();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            Mlflow.Use(null);
        }

        CollectionAssert.AreEqual(
            new[] { "Bearer old", "Bearer old", "Bearer old", "Bearer new", "Bearer new" }, workspace.Requests.Select(static request => request.Header("Authorization")).ToArray());
    }

    [TestMethod]
    public async Task Token_that_is_still_the_same_is_not_sent_again()
    {
        using var profile = new Profile("old");
        await using var workspace = Guarded("Bearer other", 401, out _);
        profile.Write(workspace.Address, "old");
        using var client = new MlflowClient("databricks");

        await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));
        await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));

        Assert.HasCount(2, workspace.Requests);
    }

    [TestMethod]
    [DataRow("[DEFAULT]\nhost = https://elsewhere.example\ntoken = new\n", DisplayName = "the profile leads elsewhere by now")]
    [DataRow("[DEFAULT]\n", DisplayName = "the profile is empty")]
    [DataRow(null, DisplayName = "the file is gone")]
    public async Task Profile_that_has_nothing_for_this_workspace_any_more_changes_nothing(string? rewritten)
    {
        using var profile = new Profile("old");
        await using var workspace = Guarded("Bearer other", 401, out _);
        profile.Write(workspace.Address, "old");
        using var client = new MlflowClient("databricks");
        profile.Write(rewritten);

        await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));

        Assert.AreEqual("Bearer old", workspace.Requests.Single().Header("Authorization"));
    }

    [TestMethod]
    public async Task Secret_of_a_service_principal_is_read_again_before_it_logs_in_again()
    {
        using var profile = new Profile("unused");
        var (logIns, valid) = (0, "Bearer t1");
        await using var workspace = new RecordingServer(request => request.Route == "POST /oidc/v1/token"
            ? new ScriptedReply(200, $$"""{"access_token":"t{{Interlocked.Increment(ref logIns)}}","expires_in":3600}""")
            : new ScriptedReply(request.Header("Authorization") == Volatile.Read(ref valid) ? 200 : 401, "{}"));
        profile.Write(Principal(workspace.Address, "s1"));
        using var client = new MlflowClient("databricks");
        await client.SetTraceTagAsync("tr-1", "k", "v");

        Volatile.Write(ref valid, "Bearer t2");
        profile.Write(Principal(workspace.Address, "s2"));
        await client.SetTraceTagAsync("tr-1", "k", "v");

        CollectionAssert.AreEqual(
            new[] { Basic("i", "s1"), Basic("i", "s2") }, workspace.Requests.Where(static request => request.Route == "POST /oidc/v1/token").Select(static request => request.Header("Authorization")).ToArray());

        static string Principal(string host, string secret) => $"[DEFAULT]\nhost = {host}\nclient_id = i\nclient_secret = {secret}\n";
    }

    [TestMethod]
    public async Task Password_that_is_replaced_in_the_file_is_read_again_and_the_request_repeated()
    {
        using var home = new Home("alice", "old");
        await using var server = Guarded(Basic("alice", "old"), 401, out var accept);
        using var client = new MlflowClient(server.Address);
        await client.SetTraceTagAsync("tr-1", "k", "v");

        accept(Basic("alice", "new"));
        home.Write("alice", "new");
        await client.SetTraceTagAsync("tr-1", "k", "v");

        CollectionAssert.AreEqual(
            new[] { Basic("alice", "old"), Basic("alice", "old"), Basic("alice", "new") }, server.Requests.Select(static request => request.Header("Authorization")).ToArray());
    }

    [TestMethod]
    public async Task Log_in_after_the_start_is_noticed()
    {
        using var home = new Home();
        await using var server = Guarded(Basic("alice", "new"), 401, out _);
        using var client = new MlflowClient(server.Address);

        await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));
        home.Write("alice", "new");
        await client.SetTraceTagAsync("tr-1", "k", "v");

        CollectionAssert.AreEqual(new[] { null, null, Basic("alice", "new") }, server.Requests.Select(static request => request.Header("Authorization")).ToArray());
    }

    [TestMethod]
    public async Task Credentials_of_the_program_do_not_give_way_to_a_file()
    {
        using var home = new Home("alice", "new");
        await using var server = Guarded(Basic("alice", "new"), 401, out _);
        using var client = new MlflowClient(server.Address, static options => (options.TrackingUsername, options.TrackingPassword) = ("alice", "old"));

        await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));

        Assert.AreEqual(Basic("alice", "old"), server.Requests.Single().Header("Authorization"));
    }

    [TestMethod]
    public async Task Provider_that_gives_the_same_again_has_the_request_sent_once()
    {
        var calls = 0;
        await using var server = Guarded("Bearer t", 401, out var accept);
        using var client = new MlflowClient(server.Address, options => options.TrackingCredentialProvider = _ =>
        {
            calls++;
            return Task.FromResult(TrackingCredential.Bearer("t"));
        });
        await client.SetTraceTagAsync("tr-1", "k", "v");

        accept("Bearer other");
        await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));

        Assert.HasCount(2, server.Requests);
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    public async Task Password_that_was_read_again_is_in_no_message()
    {
        using var home = new Home("alice", "s3cr3t-old");
        await using var server = new RecordingServer(static request => new ScriptedReply(
            401, $$"""{"message":"not {{Encoding.UTF8.GetString(Convert.FromBase64String(request.Header("Authorization")!.Split(' ')[1]))}} nor {{request.Header("Authorization")}}"}"""));
        using var client = new MlflowClient(server.Address);
        home.Write("alice", "s3cr3t-new");

        var thrown = await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));

        Assert.HasCount(2, server.Requests);
        Assert.Contains("alice:***", thrown.Message);
        Assert.DoesNotContain("s3cr3t", thrown.ToString());
    }

    [TestMethod]
    public async Task Traces_that_wait_when_tracing_is_started_anew_are_delivered_with_the_credentials_and_the_workspace_of_their_time()
    {
        TracingRuntime? before = null;
        await using var first = new RecordingServer(_ =>
        {
            // Nothing gets through before the second start.
            Assert.IsTrue(SpinWait.SpinUntil(() => !ReferenceEquals(TracingSwitch.Installed, Volatile.Read(ref before)), TimeSpan.FromSeconds(30)));
            return null;
        });
        await using var second = new RecordingServer();
        try
        {
            Mlflow.Init(first.Address, configure: static options => (options.TrackingUsername, options.TrackingPassword, options.Workspace) = ("alice", "a", "team-a"));
            Volatile.Write(ref before, TracingSwitch.Installed);
            for (var i = 0; i < 5; i++)
            {
                Mlflow.StartSpan("of the first").End();
            }

            Mlflow.Init(second.Address, configure: static options => (options.TrackingToken, options.Workspace) = ("b", "team-b"));
            Mlflow.StartSpan("of the second").End();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            Mlflow.Use(null);
        }

        Assert.AreEqual((5, 1), (TracesOf(first, Basic("alice", "a"), "team-a"), TracesOf(second, "Bearer b", "team-b")));

        static int TracesOf(RecordingServer server, string authorization, string workspace)
        {
            Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") == authorization && request.Header("X-MLFLOW-WORKSPACE") == workspace));
            return server.Routes.Count(static route => route == RecordedRequest.StartTrace);
        }
    }

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>A server that answers one authorization well, and refuses others.</summary>
    private static RecordingServer Guarded(string first, int status, out Action<string> accept)
    {
        var accepted = first;
        accept = next => Volatile.Write(ref accepted, next);
        return new RecordingServer(request => request.Header("Authorization") == Volatile.Read(ref accepted) ? new ScriptedReply(200, "{}") : new ScriptedReply(status));
    }

    /// <summary>A configuration file of Databricks.</summary>
    private sealed class Profile : IDisposable
    {
        private readonly StoreFolder _folder = new();
        private readonly EnvironmentVariable _variable;
        private readonly string _file;

        public Profile(string token)
        {
            _file = Path.Combine(_folder.Path, "databrickscfg");
            _variable = new EnvironmentVariable("DATABRICKS_CONFIG_FILE", _file);
            Write("https://nobody.example", token);
        }

        public void Write(string host, string token) => Write($"[DEFAULT]\nhost = {host}\ntoken = {token}\n");

        public void Write(string? content)
        {
            File.Delete(_file);
            if (content is not null)
            {
                File.WriteAllText(_file, content);
            }
        }

        public void Dispose()
        {
            _variable.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>A home folder with <c>~/.mlflow/credentials</c>, or without.</summary>
    private sealed class Home : IDisposable
    {
        private readonly StoreFolder _folder = new();
        private readonly EnvironmentVariable _variable;

        public Home()
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, ".mlflow"));
            _variable = new EnvironmentVariable("HOME", _folder.Path);
        }

        public Home(string user, string password)
            : this()
            => Write(user, password);

        public void Write(string user, string password)
            => File.WriteAllText(Path.Combine(_folder.Path, ".mlflow", "credentials"), $"[mlflow]\nmlflow_tracking_username = {user}\nmlflow_tracking_password = {password}\n");

        public void Dispose()
        {
            _variable.Dispose();
            _folder.Dispose();
        }
    }
}
