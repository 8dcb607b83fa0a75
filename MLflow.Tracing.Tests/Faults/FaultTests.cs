using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>Every fault alone.</summary>
[TestClass]
public sealed class FaultTests
{
    [TestMethod]
    [DataRow(Fault.Reset, 0)]
    [DataRow(Fault.Stall, 0)]
    [DataRow(Fault.Slow, 0)]
    [DataRow(Fault.LoseReply, 0)]
    [DataRow(Fault.Status, 408)]
    [DataRow(Fault.Status, 429)]
    [DataRow(Fault.Status, 500)]
    [DataRow(Fault.Status, 502)]
    [DataRow(Fault.Status, 503)]
    [DataRow(Fault.Status, 504)]
    [DataRow(Fault.StatusWithWish, 429)]
    [DataRow(Fault.StatusWithWish, 503)]
    public async Task Fault_that_passes_loses_nothing_and_counts_nothing_twice(Fault fault, int status)
    {
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server, options => options.HttpRequestTimeout = TimeSpan.FromSeconds(2));

        // Once with the start of a trace, once with its spans, and once with many of both.
        server.Arm(new FaultStep(fault, 1, status));
        await run.SendAsync(1);
        server.Arm(new FaultStep(fault, 1, status, After: 1));
        await run.SendAsync(1);
        server.Arm(new FaultStep(fault, 2, status, After: 10));
        await run.SendAsync(11);

        Assert.AreEqual((13, 0), (run.Delivered, run.Failed), run.ToString());
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Repeated_push_counts_no_tokens_twice()
    {
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server);

        server.Arm(new FaultStep(Fault.LoseReply, 4, After: 1));
        await run.SendAsync(1);

        Assert.AreEqual(1, run.Delivered);
        Assert.AreEqual(5, server.Seen.Count(seen => seen.Route == RecordedRequest.PushSpans));
        run.AssertExact(server);
    }

    [TestMethod]
    [DataRow(Fault.Status, 400)]
    [DataRow(Fault.Status, 401)]
    [DataRow(Fault.Status, 403)]
    [DataRow(Fault.Status, 422)]
    [DataRow(Fault.Garbage, 0)]
    public async Task Refusal_loses_what_it_is_about_and_says_so(Fault fault, int status)
    {
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server);

        server.Arm(new FaultStep(fault, 1, status));
        await run.SendAsync(1);
        await run.SendAsync(5);

        Assert.AreEqual((5, 1), (run.Delivered, run.Failed), run.ToString());
        Assert.AreEqual(1, run.Diagnostics.CountOf("MLT411"));
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Refused_credentials_are_read_again_once()
    {
        await using var server = FaultServer.Start();
        var reads = 0;
        using var connection = new ServerConnection(
            server.Address,
            ServerCredentials.ForProvider(_ => Task.FromResult(TrackingCredential.Bearer($"t{Interlocked.Increment(ref reads)}")), TimeSpan.FromSeconds(10)),
            ServerTrust.OfTheMachine,
            TimeSpan.FromSeconds(10),
            RetryPolicy.Never);
        var request = new ServerRequest(HttpMethod.Put, new Uri(server.Address + "/nowhere"));

        var first = await connection.SendAsync(request, CancellationToken.None);
        server.Arm(new FaultStep(Fault.Status, 1, 401));
        var repeated = await connection.SendAsync(request, CancellationToken.None);
        server.Arm(new FaultStep(Fault.Status, 5, 403));
        var refused = await connection.SendAsync(request, CancellationToken.None);

        Assert.AreEqual((404, 1), (first.Status, first.Tries));
        Assert.AreEqual((404, 2), (repeated.Status, repeated.Tries));
        Assert.AreEqual((403, 2), (refused.Status, refused.Tries));
        Assert.AreEqual(3, reads);
    }

    [TestMethod]
    public async Task Server_that_comes_back_during_a_pause_loses_nothing()
    {
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server);
        await run.SendAsync(20);
        await server.StopListeningAsync();
        var isBack = new Lazy<bool>(() =>
        {
            server.ListenAgain();
            return true;
        });
        run.BeforeRetry = () => Task.FromResult(isBack.Value);

        await run.SendAsync(20);

        Assert.AreEqual((40, 0), (run.Delivered, run.Failed), run.ToString());
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Server_that_is_down_costs_probes_and_nothing_else()
    {
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server);
        await run.SendAsync(1);
        await server.StopListeningAsync();
        await run.SendAsync(20);
        server.ListenAgain();

        await run.SendAsync(20);
        Assert.AreEqual(20, run.Diagnostics.CountOf("MLT451"), "No request before the pause is over.");
        Assert.AreEqual((1, 40), (run.Delivered, run.Failed));

        run.Pass(TimeSpan.FromSeconds(1));
        await run.SendAsync(20);
        Assert.AreEqual((21, 40), (run.Delivered, run.Failed), "The probe was answered, and everything goes.");
        run.AssertExact(server);
    }

    [TestMethod]
    public async Task Broken_tls_is_told_apart_and_passes()
    {
        using var authority = new TestAuthority("faults");
        using var certificate = authority.IssueForServer();
        using var folder = new StoreFolder();
        var pem = Path.Combine(folder.Path, "ca.pem");
        await File.WriteAllTextAsync(pem, authority.Pem);
        await using var server = FaultServer.Start(certificate: certificate);
        using var run = new FaultRun(server, options => options.TrackingServerCertPath = pem);

        server.BreaksTls = true;
        await run.SendAsync(3);
        server.BreaksTls = false;
        run.Pass(TimeSpan.FromMinutes(1));
        await run.SendAsync(3);

        Assert.AreEqual((3, 3), (run.Delivered, run.Failed), run.ToString());
        Assert.AreEqual(3, run.Diagnostics.CountOf("MLT410"));
        Assert.IsTrue(server.Seen.All(static seen => seen.Protocol == "HTTP/2"), "what the server offers with TLS");
        run.AssertExact(server);
    }

    [TestMethod]
    [DataRow("3.11.1", false)]
    [DataRow("3.4.0", false)]
    [DataRow("3.11.1", true)]
    public async Task One_bad_trace_loses_no_other(string version, bool isFileStore)
    {
        await using var server = FaultServer.Start(version, isFileStore);
        using var run = new FaultRun(server);
        await run.SendAsync(1);

        await run.SendAsync(run.Create(), run.Create(FaultServer.PoisonedSpan), run.Create());

        // A store of files does not look into them.
        Assert.AreEqual(isFileStore ? 0 : 1, run.Failed, run.ToString());
        run.AssertExact(server);
    }
}
