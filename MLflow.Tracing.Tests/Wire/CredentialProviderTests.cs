using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class CredentialProviderTests
{
    [TestMethod]
    public async Task Headers_of_the_provider_go_with_every_request_and_beat_other_credentials()
    {
        var calls = 0;
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address, new MlflowOptions
        {
            TrackingUsername = "u",
            TrackingPassword = "p",
            Workspace = "team-a",
            TrackingCredentialProvider = _ =>
            {
                Interlocked.Increment(ref calls);
                return Task.FromResult(new TrackingCredential([new("Authorization", "Bearer abc"), new("X-Proxy-Key", "k")], DateTimeOffset.UtcNow.AddHours(1)));
            },
        });

        await run.DeliverAsync(SampleTrace.Create(1), SampleTrace.Create(2));

        Assert.HasCount(4, server.Requests);
        Assert.IsTrue(server.Requests.All(static request => request.Header("Authorization") == "Bearer abc" && request.Header("X-Proxy-Key") == "k" && request.Header("X-MLFLOW-WORKSPACE") == "team-a"));
        Assert.AreEqual(1, calls);
    }

    [TestMethod]
    public async Task Token_that_the_server_has_revoked_is_replaced_and_the_request_repeated()
    {
        var valid = "Bearer t1";
        var calls = 0;
        await using var server = new RecordingServer(request => request.Header("Authorization") == Volatile.Read(ref valid) ? null : new ScriptedReply(401));
        using var run = new ExportRun(server.Address, new MlflowOptions { TrackingCredentialProvider = _ => Task.FromResult(TrackingCredential.Bearer($"t{Interlocked.Increment(ref calls)}")) });

        await run.DeliverAsync(SampleTrace.Create(1));
        Volatile.Write(ref valid, "Bearer t2");
        await run.DeliverAsync(SampleTrace.Create(2));

        Assert.AreEqual(2, calls);
        Assert.HasCount(5, server.Requests);
    }

    [TestMethod]
    public async Task Token_that_the_server_never_takes_is_asked_for_once_a_request()
    {
        var calls = 0;
        await using var server = new RecordingServer(static _ => new ScriptedReply(401));
        using var run = new ExportRun(server.Address, new MlflowOptions { TrackingCredentialProvider = _ => Task.FromResult(TrackingCredential.Bearer($"t{Interlocked.Increment(ref calls)}")) });

        Assert.AreEqual(new ExportResult(0, 2), await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2)));

        Assert.AreEqual(calls, server.Requests.Count);
        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT411"));
    }

    [TestMethod]
    public async Task Provider_that_fails_keeps_requests_back_and_is_reported()
    {
        var fails = true;
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address, new MlflowOptions
        {
            HttpRequestMaxRetries = 0,
            TrackingCredentialProvider = _ => fails ? throw new UnauthorizedAccessException("vault is sealed") : Task.FromResult(TrackingCredential.Bearer("t")),
        });

        Assert.AreEqual(new ExportResult(0, 2), await run.SendAsync(SampleTrace.Create(1), SampleTrace.Create(2)));
        Assert.IsEmpty(server.Requests);
        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT432"));
        Assert.Contains("was not sent: the credential provider failed (UnauthorizedAccessException: vault is sealed)", run.Complaints[0].Message);

        fails = false;
        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create(3)));
    }

    [TestMethod]
    public async Task Provider_runs_on_a_thread_of_the_pool_and_is_not_traced()
    {
        using var session = new RecordingSession();
        await using var server = new RecordingServer();
        var asked = new TaskCompletionSource<(bool IsPool, bool IsRecording)>();
        using var client = new MlflowClient(server.Address, options => options.TrackingCredentialProvider = _ =>
        {
            asked.SetResult((Thread.CurrentThread.IsThreadPoolThread, Mlflow.StartSpan("log in").IsRecording));
            return Task.FromResult(TrackingCredential.Bearer("t"));
        });
        var caller = new Thread(() => _ = client.GetTraceInfoAsync("tr-00000000000000000000000000000001").ContinueWith(static got => _ = got.Exception, TaskScheduler.Default));

        caller.Start();

        Assert.AreEqual((true, false), await asked.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        caller.Join();
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(401)]
    [DataRow(403)]
    [DataRow(404)]
    [DataRow(413)]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(503)]
    public async Task Credentials_that_a_server_repeats_are_in_no_complaint_and_in_no_exception(int status)
    {
        const string secret = "s3cr3t-value";
        var basic = Convert.ToBase64String("user:s3cr3t-value"u8);
        await using var server = new RecordingServer(request => new ScriptedReply(status, $$"""{"error_code":"ODD","message":"you sent {{request.Header("Authorization")}}{{request.Header("X-Key")}}, that is {{secret}}"}"""));
        MlflowOptions[] ways =
        [
            new() { TrackingUsername = "user", TrackingPassword = secret },
            new() { TrackingToken = secret },
            new() { TrackingCredentialProvider = static _ => Task.FromResult(TrackingCredential.Bearer(secret)) },
            new() { TrackingCredentialProvider = static _ => Task.FromResult(new TrackingCredential([new("X-Key", secret)])) },
        ];
        foreach (var options in ways)
        {
            using var run = new ExportRun(server.Address, options);
            await run.SendAsync(SampleTrace.Create());
            using var client = new MlflowClient(server.Address, target => (target.TrackingUsername, target.TrackingPassword, target.TrackingToken, target.TrackingCredentialProvider, target.HttpRequestMaxRetries) = (options.TrackingUsername, options.TrackingPassword, options.TrackingToken, options.TrackingCredentialProvider, 0));
            var thrown = await Assert.ThrowsAsync<MlflowException>(() => client.SetTraceTagAsync("tr-1", "k", "v"));

            Assert.HasCount(1, run.Complaints);
            foreach (var text in new[] { $"{run.Complaints[0].Message} {run.Complaints[0].Exception}", thrown.ToString() })
            {
                Assert.DoesNotContain(secret, text);
                Assert.DoesNotContain(basic, text);
                Assert.Contains("***", text);
            }
        }
    }

    [TestMethod]
    public void Credential_shows_no_value()
    {
        Assert.DoesNotContain("s3cr3t", TrackingCredential.Bearer(" s3cr3t\n").ToString());
        Assert.AreEqual("Bearer s3cr3t", TrackingCredential.Bearer(" s3cr3t\n").Headers.Single().Value);
        Assert.DoesNotContain("s3cr3t", Assert.ThrowsExactly<ArgumentException>(static () => TrackingCredential.Bearer("s3\ncr3t")).Message);
        Assert.DoesNotContain("s3cr3t", Assert.ThrowsExactly<ArgumentException>(static () => new TrackingCredential([new("bad name", "s3cr3t")])).Message);
        Assert.ThrowsExactly<ArgumentException>(static () => TrackingCredential.Bearer(" "));
        Assert.ThrowsExactly<ArgumentNullException>(static () => TrackingCredential.Bearer(null!));
    }
}
