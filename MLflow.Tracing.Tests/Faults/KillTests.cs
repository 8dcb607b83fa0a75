using System.Globalization;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>A woven program with a spool that is killed in the middle of its work, again and again, while its server comes and goes.</summary>
[TestClass]
public sealed class KillTests
{
    private static readonly int s_kills = LongRun.IsOn ? 50 : 4;

    [TestMethod]
    [TestCategory(LongRun.Category)]
    public async Task What_was_spooled_before_a_kill_arrives_after_a_restart()
    {
        const int Killed = 137;
        var random = new Random(5);
        using var folder = new StoreFolder();
        await using var server = FaultServer.Start();
        var program = new FixtureProgram("Load", "Release");
        var woven = program.Weave(static method => method.Name == "Answer");
        var spooled = 0;
        for (var kill = 0; kill < s_kills; kill++)
        {
            var isUp = kill % 2 == 0;
            if (!isUp)
            {
                await server.StopListeningAsync();
            }

            var seconds = string.Create(CultureInfo.InvariantCulture, $"{0.4 + random.NextDouble():0.00}");
            // In the foreground: timeout would kill itself too otherwise, and not wait until the program is gone.
            var run = await program.RunAsync(woven, Environment(server, folder, calls: int.MaxValue), ["timeout", "--foreground", "--signal=KILL", seconds]);
            Assert.AreEqual(Killed, run.ExitCode, run.ToString());
            if (!isUp)
            {
                server.ListenAgain();
            }

            var kept = SpooledIds(folder.Path);
            spooled += kept.Count;
            var after = await program.RunAsync(woven, Environment(server, folder, calls: 1));

            Assert.AreEqual(0, after.ExitCode, after.ToString());
            Assert.DoesNotContain("MLT467", after.ToString());
            CollectionAssert.IsSubsetOf(kept, server.Traces.Where(static trace => trace.Value.IsWhole(spans: 1)).Select(static trace => trace.Key).ToArray(), after.ToString());
            Assert.IsEmpty(SpooledIds(folder.Path), after.ToString());
        }

        Assert.IsGreaterThan(0, spooled, "a run that spools nothing tests little");
        LongRun.Report(
            "kill",
            [
                "| kills | in the spool at that moment | on the server at the end |",
                "|---|---|---|",
                string.Create(CultureInfo.InvariantCulture, $"| {s_kills} | {spooled} | {server.Traces.Count} |"),
            ]);
    }

    internal static Dictionary<string, string> Environment(FaultServer server, StoreFolder folder, int calls, int rate = 0, int steps = 0) => new()
    {
        ["MLFLOW_TRACKING_URI"] = server.Address,
        ["MLFLOW_EXPERIMENT_ID"] = "123",
        ["MLFLOW_TRACING_SPOOL_FOLDER"] = folder.Path,
        ["CALLS"] = calls.ToString(CultureInfo.InvariantCulture),
        ["RATE"] = rate.ToString(CultureInfo.InvariantCulture),
        ["STEPS"] = steps.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The whole lines that are not known to be delivered.</summary>
    internal static List<string> SpooledIds(string folder)
    {
        var ids = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories))
        {
            var done = file + ".done";
            var position = File.Exists(done) ? int.Parse(File.ReadAllText(done).Trim(), CultureInfo.InvariantCulture) : 0;
            var text = File.ReadAllText(file)[position..];
            ids.AddRange(text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => StoredTraceJson.Read(line).Trace.Info.TraceId));
        }

        return ids;
    }
}
