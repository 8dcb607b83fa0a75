using System.Globalization;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>Faults one after the other, as a seed decides, without a spool: what is missing is what was counted.</summary>
[TestClass]
public sealed class FaultSequenceTests
{
    [TestMethod]
    [TestCategory(LongRun.Category)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task What_is_stored_is_what_was_produced_less_what_was_counted(int seed)
    {
        var (steps, traces) = LongRun.IsOn ? (250, 10_000) : (40, 500);
        var script = FaultScript.Create(seed, steps);
        var random = new Random(seed);
        await using var server = FaultServer.Start();
        using var run = new FaultRun(server);

        foreach (var step in script)
        {
            await SendThroughAsync(server, run, step, count: (traces + steps - 1) / steps);

            // Sometimes the next batch comes while the server is still thought to be down.
            run.Pass(TimeSpan.FromSeconds(random.Next(0, 60)));
        }

        // Faults are over, and whatever was concluded from them must not stay.
        run.Pass(TimeSpan.FromMinutes(1));
        var failed = run.Failed;
        await run.SendAsync(20);
        Assert.AreEqual(failed, run.Failed, run.ToString());
        run.AssertExact(server);
        Assert.IsGreaterThan(0, run.Failed, "a script without a loss tests little");
        LongRun.Report(
            string.Create(CultureInfo.InvariantCulture, $"faults-{seed}"),
            [
                "| seed | steps | produced | delivered | counted as lost | by complaint |",
                "|---|---|---|---|---|---|",
                string.Create(CultureInfo.InvariantCulture, $"| {seed} | {steps} | {run.Produced.Count} | {run.Delivered} | {run.Failed} | {string.Join(' ', run.Diagnostics.Counts)} |"),
            ]);
    }

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
