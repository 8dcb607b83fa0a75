using System.Globalization;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>A woven program that makes spans at a steady rate for long, while its server is down half of the time.</summary>
[TestClass]
public sealed class SoakTests
{
    private const int SpansPerSecond = 5_000;
    private const int SpansOfTrace = 10;

    private static readonly int s_seconds = LongRun.IsOn ? 600 : 6;

    [TestMethod]
    [TestCategory(LongRun.Category)]
    public async Task Every_trace_arrives_although_the_server_is_down_half_of_the_time()
    {
        using var folder = new StoreFolder();
        await using var server = FaultServer.Start();
        var program = new FixtureProgram("Load", "Release");
        var woven = program.Weave(static method => method.Name is "Answer" or "Step");
        var rate = SpansPerSecond / SpansOfTrace;
        var calls = rate * s_seconds;
        var turn = TimeSpan.FromSeconds(s_seconds / 20.0);

        var running = program.RunAsync(woven, KillTests.Environment(server, folder, calls, rate, SpansOfTrace - 1));
        for (var isUp = true; !running.IsCompleted; isUp = !isUp)
        {
            await Task.WhenAny(running, Task.Delay(turn));
            if (isUp)
            {
                await server.StopListeningAsync();
            }
            else
            {
                server.ListenAgain();
            }
        }

        var run = await running;
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        var left = KillTests.SpooledIds(folder.Path).Count;
        if (!server.IsListening)
        {
            server.ListenAgain();
        }

        // What is left at the end is the next process's.
        for (var process = 0; KillTests.SpooledIds(folder.Path).Count > 0 && process < 100; process++)
        {
            await program.RunAsync(woven, KillTests.Environment(server, folder, calls: 1, steps: SpansOfTrace - 1));
            calls++;
        }

        Assert.DoesNotContain("MLT401", run.ToString());
        Assert.AreEqual(calls, server.Traces.Count(static trace => trace.Value.IsWhole(SpansOfTrace)), run.ToString());
        LongRun.Report(
            "soak",
            [
                "| seconds | spans a second | stored | in the spool at the end | the program says |",
                "|---|---|---|---|---|",
                string.Create(CultureInfo.InvariantCulture, $"| {s_seconds} | {SpansPerSecond} | {server.Traces.Count} | {left} | {run.Output.Trim()} |"),
            ]);
    }
}
