using System.Globalization;
using MLflow.Tracing.Tests.Export;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>Faults one after the other, as a seed decides. Without a spool, what is missing is what was counted; with one, nothing is.</summary>
[TestClass]
public sealed class FaultSequenceTests
{
    private static readonly int s_steps = LongRun.IsOn ? 250 : 40;
    private static readonly int s_traces = LongRun.IsOn ? 10_000 : 500;

    [TestMethod]
    [TestCategory(LongRun.Category)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task What_is_stored_is_what_was_produced_less_what_was_counted(int seed)
    {
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server);
        await PlayAsync(server, run, FaultScript.Create(seed, s_steps), seed);

        // Faults are over, and whatever was concluded from them must not stay.
        run.Pass(TimeSpan.FromMinutes(1));
        var failed = run.Failed;
        await run.SendAsync(20);
        Assert.AreEqual(failed, run.Failed, run.ToString());
        run.AssertExact(server);
        Assert.IsGreaterThan(0, run.Failed, "a script without a loss tests little");
        Report("faults", seed, run);
    }

    [TestMethod]
    [TestCategory(LongRun.Category)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task With_a_spool_all_that_was_produced_is_stored_once(int seed)
    {
        using var folder = new StoreFolder();
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server, options => (options.SpoolFolder, options.SpoolTtl) = (folder.Path, TimeSpan.MaxValue));

        // What the server understands and refuses is lost, with and without a spool.
        await PlayAsync(server, run, [.. FaultScript.Create(seed, s_steps).Select(static step => step.Status == 422 ? step with { Status = 401 } : step)], seed);

        await run.EmptySpoolAsync();
        Assert.AreEqual(0, run.Failed, run.ToString());
        Assert.IsGreaterThan(0, run.Diagnostics.CountOf("MLT460"), "a script that needs no spool tests little");
        run.AssertComplete(server);
        Report("faults-with-spool", seed, run);
    }

    private static async Task PlayAsync(FaultServer server, FaultRun run, IReadOnlyList<FaultStep> script, int seed)
    {
        var random = new Random(seed);
        foreach (var step in script)
        {
            await SendThroughAsync(server, run, step, count: (s_traces + script.Count - 1) / script.Count);

            // Sometimes the next batch comes while the server is still thought to be down.
            run.Pass(TimeSpan.FromSeconds(random.Next(0, 60)));
        }
    }

    private static void Report(string subject, int seed, FaultRun run) => LongRun.Report(
        string.Create(CultureInfo.InvariantCulture, $"{subject}-{seed}"),
        [
            "| seed | steps | produced | delivered at once | counted as lost | by complaint |",
            "|---|---|---|---|---|---|",
            string.Create(CultureInfo.InvariantCulture, $"| {seed} | {s_steps} | {run.Produced.Count} | {run.Delivered} | {run.Failed} | {string.Join(' ', run.Diagnostics.Counts)} |"),
        ]);

    private static async Task SendThroughAsync(FaultServer server, FaultRun run, FaultStep step, int count)
    {
        if (step.Fault is not (Fault.Refuse or Fault.Restart))
        {
            server.Arm(step);
            await run.SendAsync(count);
            server.Disarm();
            return;
        }

        await server.StopListeningAsync();
        if (step.Fault == Fault.Refuse)
        {
            await run.SendAsync(count);
            server.ListenAgain();
            return;
        }

        server.Version = step.Version!;
        server.ListenAgain();
        await run.SendAsync(count);
    }
}
