namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class AuthenticationTests
{
    private static readonly MlflowOptions s_basic = new() { TrackingUsername = "user", TrackingPassword = "pass" };
    private static readonly MlflowOptions s_bearer = new() { TrackingToken = "tok123" };
    private static readonly MlflowOptions s_both = new() { TrackingUsername = "u", TrackingPassword = "p", TrackingToken = "tok123" };

    [TestMethod]
    public Task Basic_credentials_when_given_go_with_every_request() => AssertHeaderIsThatOf("14-basic-auth.json", s_basic);

    [TestMethod]
    public Task Token_when_given_alone_goes_with_every_request() => AssertHeaderIsThatOf("22-bearer-token.json", s_bearer);

    [TestMethod]
    public Task Basic_credentials_when_a_token_is_given_too_win() => AssertHeaderIsThatOf("23-basic-wins-over-token.json", s_both);

    [TestMethod]
    public Task User_without_password_when_a_token_is_given_counts_for_nothing()
        => AssertHeaderIsThatOf("22-bearer-token.json", new MlflowOptions { TrackingUsername = "user", TrackingToken = "tok123" });

    [TestMethod]
    public async Task User_and_password_in_the_address_are_used_and_not_sent_as_address()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address.Replace("http://", "http://us%40er:pa%3Ass@", StringComparison.Ordinal));

        await run.DeliverAsync(SampleTrace.Create());

        var expected = "Basic " + Convert.ToBase64String("us@er:pa:ss"u8);
        Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") == expected));
    }

    [TestMethod]
    public async Task Workspace_and_user_agent_go_with_every_request()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address, new MlflowOptions { Workspace = "team-a" });

        await run.DeliverAsync(SampleTrace.Create());

        Assert.HasCount(2, server.Requests);
        Assert.IsTrue(server.Requests.All(request => request.Header("X-MLFLOW-WORKSPACE") == "team-a"));
        Assert.IsTrue(server.Requests.All(request => request.Header("User-Agent")!.StartsWith("mlflow-tracing-dotnet/", StringComparison.Ordinal)));
        Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") is null));
    }

    [TestMethod]
    public void Token_with_a_line_break_is_refused_at_once()
        => Assert.ThrowsExactly<ArgumentException>(() => new ExportRun("http://localhost", new MlflowOptions { TrackingToken = "a\nb" }));

    private static async Task AssertHeaderIsThatOf(string golden, MlflowOptions options)
    {
        var recorded = Golden.Load(golden);
        await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? new ScriptedReply(404) : null);
        using var run = new ExportRun(server.Address, options);

        await run.SendAsync(SampleTrace.Create());

        Assert.HasCount(3, server.Requests);
        Assert.AreEqual(recorded.Header(0, "authorization"), recorded.Header(1, "authorization"));
        Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") == recorded.Header(0, "authorization")));
    }
}
