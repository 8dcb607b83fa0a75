using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>What is sent to which server.</summary>
[TestClass]
public sealed class VersionTests
{
    private const string Start = RecordedRequest.StartTrace;
    private const string Push = RecordedRequest.PushSpans;

    [TestMethod]
    [DataRow("3.2.0", 21, 0, 21)]
    [DataRow("3.4.0", 21, 21, 0)]
    [DataRow("3.6.0", 21, 2, 21)]
    [DataRow("3.7.0", 21, 2, 0)]
    [DataRow("3.11.1", 21, 2, 0)]
    public async Task Version_decides_what_is_sent(string version, int starts, int pushes, int files)
    {
        await using var server = FaultServer.Start(version);
        using var run = new FaultRun(server);

        // The first trace goes alone.
        await run.SendAsync(21);

        Assert.AreEqual((starts, pushes, files), (Count(server, Start), Count(server, Push), server.Seen.Count(seen => seen.Route.StartsWith("PUT ", StringComparison.Ordinal))));
        Assert.IsTrue(server.Seen.All(seen => seen.Status == 200), "Nothing is tried that the version rules out.");
        Assert.AreEqual(pushes == 2, server.Seen.Any(seen => seen.Traces == 20));
        Assert.AreEqual(version is "3.7.0" or "3.11.1", server.Seen.Any(seen => seen.IsCompressed));
        Assert.AreEqual(version == "3.2.0" ? 1 : 0, run.Diagnostics.CountOf("MLT413"));
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Store_of_files_gets_files_after_one_question()
    {
        await using var server = FaultServer.Start(isFileStore: true);
        using var run = new FaultRun(server);

        await run.SendAsync(10);

        Assert.AreEqual(1, Count(server, Push));
        Assert.AreEqual(1, run.Diagnostics.CountOf("MLT413"));
        Assert.AreEqual(10, run.Delivered);
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Server_that_hides_spans_in_files_is_reported()
    {
        await using var server = FaultServer.Start("3.6.0", isFileStore: true);
        using var run = new FaultRun(server);

        await run.SendAsync(10);

        Assert.AreEqual(10, run.Diagnostics.CountOf("MLT452"));
        run.AssertExact(server);
    }

    [TestMethod]
    [DataRow("3.1.0", 0)]
    [DataRow("unknown", 1)]
    public async Task Server_before_v3_gets_traces_in_its_own_form(string version, int questions)
    {
        await using var server = FaultServer.Start("3.1.0");
        server.Told = version;
        using var run = new FaultRun(server);

        await run.SendAsync(5);

        Assert.AreEqual((5, 0), (run.Delivered, run.Failed), run.ToString());
        Assert.AreEqual(questions, Count(server, Start));
        Assert.AreEqual(questions, run.Diagnostics.CountOf("MLT453"));
        Assert.HasCount(5, server.Traces);
        Assert.IsTrue(server.Traces.Values.All(trace => trace.IsWhole(FaultRun.Spans)));
    }

    [TestMethod]
    public async Task Server_that_cannot_do_what_its_version_says_is_served_all_the_same()
    {
        await using var server = FaultServer.Start("3.4.0");
        server.Told = "3.11.1";
        using var run = new FaultRun(server);

        await run.SendAsync(41);
        await run.SendAsync(20);

        Assert.AreEqual((61, 0), (run.Delivered, run.Failed), run.ToString());
        Assert.AreEqual(1, server.Seen.Count(seen => seen.IsCompressed && seen.Status == 400));
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Version_is_asked_for_once_and_again_after_the_server_was_away()
    {
        await using var server = FaultServer.Start("3.2.0");
        using var run = new FaultRun(server);
        await run.SendAsync(5);
        await run.SendAsync(5);
        Assert.AreEqual(1, server.Questions);

        await server.StopListeningAsync();
        await run.SendAsync(1);
        server.Version = "3.11.1";
        server.ListenAgain();
        run.Pass(TimeSpan.FromMinutes(1));
        await run.SendAsync(5);

        Assert.AreEqual(2, server.Questions);
        Assert.AreEqual((15, 1), (run.Delivered, run.Failed), run.ToString());
        Assert.IsGreaterThan(0, Count(server, Push));
        run.AssertExact(server);
    }

    private static int Count(FaultServer server, string route) => server.Seen.Count(seen => seen.Route == route);
}
