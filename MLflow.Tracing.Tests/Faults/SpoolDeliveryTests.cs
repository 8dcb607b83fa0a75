using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>What a server does not take now it gets later.</summary>
[TestClass]
public sealed class SpoolDeliveryTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Server_that_was_down_gets_everything_when_it_is_back()
    {
        await using var server = FaultServer.Start();
        using var run = Start(server);
        await run.SendAsync(5);
        await server.StopListeningAsync();

        await run.SendAsync(70);
        await run.SendAsync(70);

        Assert.AreEqual((5, 0), (run.Delivered, run.Failed), run.ToString());
        Assert.AreEqual(140, run.Diagnostics.CountOf("MLT460"));
        server.ListenAgain();
        await run.EmptySpoolAsync();
        run.AssertComplete(server);
        Assert.IsEmpty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Next_process_delivers_what_this_one_could_not()
    {
        await using var server = FaultServer.Start();
        await server.StopListeningAsync();
        List<string> produced;
        using (var run = Start(server))
        {
            await run.SendAsync(10);
            produced = run.Produced;
        }

        server.ListenAgain();
        using var next = Start(server);
        Assert.IsTrue(SpinWait.SpinUntil(() => server.Traces.Values.Count(static trace => trace.IsWhole(FaultRun.Spans)) == produced.Count, TimeSpan.FromSeconds(30)));

        next.Produced.AddRange(produced);
        next.AssertComplete(server);
    }

    [TestMethod]
    public async Task Trace_without_its_spans_is_resumed_at_the_spans()
    {
        await using var server = FaultServer.Start();
        using var run = Start(server);
        await run.SendAsync(1);

        // The start is answered, the spans are not, as often as they are tried.
        server.Arm(new FaultStep(Fault.Status, 5, 503, After: 1));
        await run.SendAsync(1);
        server.Disarm();
        await run.EmptySpoolAsync();

        run.AssertComplete(server);
        Assert.AreEqual(2, server.Seen.Count(seen => seen.Route == RecordedRequest.StartTrace));
    }

    [TestMethod]
    public async Task Server_that_lost_its_route_for_spans_meanwhile_gets_files()
    {
        await using var server = FaultServer.Start();
        using var run = Start(server);
        await run.SendAsync(1);
        server.Arm(new FaultStep(Fault.Status, 5, 503, After: 1));
        await run.SendAsync(1);
        await server.StopListeningAsync();

        server.Version = "3.2.0";
        server.Disarm();
        server.ListenAgain();
        await run.EmptySpoolAsync();

        run.AssertComplete(server);
    }

    [TestMethod]
    [DataRow(Fault.Status, 401)]
    [DataRow(Fault.Status, 403)]
    [DataRow(Fault.Status, 429)]
    [DataRow(Fault.Status, 500)]
    [DataRow(Fault.Garbage, 0)]
    public async Task Server_that_says_no_for_a_while_gets_everything(Fault fault, int status)
    {
        await using var server = FaultServer.Start();
        using var run = Start(server);

        server.Arm(new FaultStep(fault, 20, status));
        await run.SendAsync(20);
        server.Disarm();
        await run.EmptySpoolAsync();

        Assert.AreEqual(0, run.Failed, run.ToString());
        run.AssertComplete(server);
    }

    [TestMethod]
    public async Task Trace_that_a_server_refuses_for_good_is_lost_and_counted_and_keeps_no_other()
    {
        await using var server = FaultServer.Start();
        using var run = Start(server);
        await server.StopListeningAsync();
        await run.SendAsync(run.Create(), run.Create(FaultServer.PoisonedSpan), run.Create());
        server.ListenAgain();

        await run.EmptySpoolAsync();

        Assert.AreEqual(1, run.Diagnostics.CountOf("MLT411"));
        Assert.HasCount(2, server.Traces.Where(trace => trace.Value.IsWhole(FaultRun.Spans)).ToArray());
    }

    private FaultRun Start(FaultServer server) => new(server, options => (options.SpoolFolder, options.SpoolTtl) = (_folder.Path, TimeSpan.MaxValue));
}
