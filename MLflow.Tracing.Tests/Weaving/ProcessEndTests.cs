namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Woven programs that end while calls are under way.</summary>
[TestClass]
public sealed class ProcessEndTests
{
    [TestMethod]
    [DataRow("exit", 5, "Inner")]
    [DataRow("unhandled", 134, "Inner")]
    [DataRow("abandoned", 4, "Waits")]
    [DataRow("SIGHUP", 129, "Receive")]
    [DataRow("SIGINT", 130, "Receive")]
    [DataRow("SIGTERM", 143, "Receive")]
    public async Task F12_S14_program_ends_as_before_and_its_open_calls_are_delivered_as_errors(string how, int exitCode, string open)
    {
        var program = new FixtureProgram("Exits", "Release");
        var woven = program.Weave();
        var store = Path.Combine(Path.GetDirectoryName(woven.Path)!, "store");

        // Whoever runs the tests may ignore signals, and programs inherit that.
        string[] listening = ["env", "--default-signal"];
        var before = await program.RunUnwovenAsync(new() { ["EXIT_BY"] = how }, listening);
        var off = await program.RunAsync(woven, new() { ["EXIT_BY"] = how }, listening);
        var on = await program.RunAsync(woven, new() { ["EXIT_BY"] = how, ["MLFLOW_TRACKING_URI"] = "file:" + store }, listening);

        Assert.AreEqual(exitCode, before.ExitCode, before.ToString());
        Assert.AreEqual(before.ToString(), off.ToString());
        Assert.AreEqual(before.Output, on.Output);
        Assert.AreEqual(exitCode, on.ExitCode, on.ToString());
        var stored = string.Join('\n', Directory.GetFiles(store, "*.jsonl").SelectMany(File.ReadAllLines));
        Assert.Contains($"\"{open}\"", stored);
    }

    [TestMethod]
    [DataRow("host")]
    [DataRow("ignored")]
    public async Task Signal_that_does_not_end_the_process_ends_no_span(string how)
    {
        var program = new FixtureProgram("Exits", "Release");
        var woven = program.Weave();
        var store = Path.Combine(Path.GetDirectoryName(woven.Path)!, "store");

        var run = await program.RunAsync(woven, new() { ["EXIT_BY"] = how, ["MLFLOW_TRACKING_URI"] = "file:" + store }, how == "ignored" ? ["nohup"] : []);

        Assert.AreEqual(2, run.ExitCode, run.ToString());
        var stored = string.Join('\n', Directory.GetFiles(store, "*.jsonl").SelectMany(File.ReadAllLines));
        Assert.Contains("\"Receive\"", stored);
        Assert.DoesNotContain("ERROR", stored);
    }

    [TestMethod]
    public async Task F12_program_that_fails_fast_ends_as_before()
    {
        var program = new FixtureProgram("Exits", "Release");
        var woven = program.Weave();

        var before = await program.RunUnwovenAsync(new() { ["EXIT_BY"] = "failfast" });
        var off = await program.RunAsync(woven, new() { ["EXIT_BY"] = "failfast" });
        var on = await program.RunAsync(woven, new() { ["EXIT_BY"] = "failfast", ["MLFLOW_TRACKING_URI"] = "file:store" });

        Assert.AreEqual(before.ToString(), off.ToString());
        Assert.AreEqual((before.ExitCode, before.Output), (on.ExitCode, on.Output));
    }
}
