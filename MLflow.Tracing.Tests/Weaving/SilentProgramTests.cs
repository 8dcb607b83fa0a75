namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A woven program that nobody asked to trace: without Init and without a variable in the environment.</summary>
[TestClass]
public sealed class SilentProgramTests
{
    [TestMethod]
    [DataRow("Debug")]
    [DataRow("Release")]
    public async Task K15_woven_program_prints_exactly_what_the_unwoven_one_prints_and_loads_no_exporter(string configuration)
    {
        var program = new FixtureProgram("Silent", configuration);
        var woven = program.Weave();
        Assert.IsGreaterThan(8, woven.Woven.Count, string.Join('\n', woven.SkippedBecause));

        var before = await program.RunUnwovenAsync();
        var after = await program.RunAsync(woven);

        Assert.AreEqual(7, before.ExitCode, before.ToString());
        Assert.Contains("at Silent.Program.FailLaterAsync(Int32 depth) in ", before.Output);
        Assert.DoesNotContain("loaded: ", before.Output);
        Assert.AreEqual(before.ToString(), after.ToString());
    }

    [TestMethod]
    public async Task Same_woven_program_is_traced_when_the_environment_names_a_destination()
    {
        var program = new FixtureProgram("Silent", "Release");
        var woven = program.Weave();
        var store = Path.Combine(Path.GetDirectoryName(woven.Path)!, "store");

        var run = await program.RunAsync(woven, new() { ["MLFLOW_TRACKING_URI"] = "file:" + store });

        Assert.AreEqual(7, run.ExitCode, run.ToString());
        var lines = Directory.GetFiles(store, "*.jsonl").SelectMany(File.ReadAllLines).ToList();
        Assert.IsTrue(lines.Exists(line => line.Contains("FailLaterAsync", StringComparison.Ordinal)), string.Join('\n', lines));
    }
}
