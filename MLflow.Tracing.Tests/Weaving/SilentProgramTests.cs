using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A woven program that nobody asked to trace: without Init and without a variable in the environment.</summary>
[TestClass]
public sealed class SilentProgramTests
{
    [TestMethod]
    [DataRow("Debug")]
    [DataRow("Release")]
    public async Task Woven_program_prints_exactly_what_the_unwoven_one_prints_and_loads_no_exporter(string configuration)
    {
        var unwoven = new Fixture("Silent", configuration, "net10.0").Path;
        var woven = WovenFixture.Weave(unwoven);
        Assert.IsGreaterThan(8, woven.Woven.Count, string.Join('\n', woven.SkippedBecause));
        PutRuntimeLibraryBeside(woven.Path);

        var before = await RunAsync(unwoven, unwoven);
        var after = await RunAsync(woven.Path, unwoven);

        Assert.AreEqual(7, before.ExitCode, before.ToString());
        Assert.Contains("at Silent.Program.FailLaterAsync(Int32 depth) in ", before.Output);
        Assert.DoesNotContain("loaded: ", before.Output);
        Assert.AreEqual(before.ToString(), after.ToString());
    }

    [TestMethod]
    public async Task Same_woven_program_is_traced_when_the_environment_names_a_destination()
    {
        var unwoven = new Fixture("Silent", "Release", "net10.0").Path;
        var woven = WovenFixture.Weave(unwoven);
        PutRuntimeLibraryBeside(woven.Path);
        var store = Path.Combine(Path.GetDirectoryName(woven.Path)!, "store");

        var run = await RunAsync(woven.Path, unwoven, new() { ["MLFLOW_TRACKING_URI"] = "file:" + store });

        Assert.AreEqual(7, run.ExitCode, run.ToString());
        var lines = Directory.GetFiles(store, "*.jsonl").SelectMany(File.ReadAllLines).ToList();
        Assert.IsTrue(lines.Exists(line => line.Contains("FailLaterAsync", StringComparison.Ordinal)), string.Join('\n', lines));
    }

    private static void PutRuntimeLibraryBeside(string program)
    {
        foreach (var library in new[] { "MLflow.Tracing.Core.dll", "Newtonsoft.Json.dll" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(Path.GetDirectoryName(program)!, library), overwrite: true);
        }
    }

    private static Task<ProcessRun> RunAsync(string program, string configuredAs, Dictionary<string, string>? environment = null)
        => ProcessRun.DotnetAsync(
            Path.GetDirectoryName(program)!,
            ["exec", "--runtimeconfig", Path.ChangeExtension(configuredAs, ".runtimeconfig.json"), program],
            environment);
}
