using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Command;

/// <summary><c>mlflow-tracing inspect</c>.</summary>
[TestClass]
public sealed class InspectCommandTests
{
    [TestMethod]
    public async Task Woven_program_tells_who_wove_it_what_and_how()
    {
        using var program = new FinishedProgram("Brief");
        await program.WeaveAsync("--include", "Brief", "--tracking-uri", "file:there", "--experiment", "finished");

        var woven = (await InspectAsync(program)).Single()["woven"]!;

        Assert.IsFalse((bool)woven["tracesLlmCalls"]!);
        Assert.AreEqual("file:there finished", $"{woven["trackingUri"]} {woven["experimentName"]}");
        Assert.HasCount(64, (string)woven["configurationHash"]!);
        CollectionAssert.AreEquivalent(
            new[] { "Brief.Program.Main synchronous", "Brief.Program.Answer synchronous", "Brief.Program.Wait asyncStateMachine", "Brief.Program.Leave synchronous", "Brief.Program.Receive synchronous" },
            woven["methods"]!.Select(static method => $"{method["function"]} {method["strategy"]}").ToArray());
        Assert.AreEqual("question", (string?)woven["methods"]!.Single(static method => (string?)method["spanName"] == "Answer")["parameters"]!.Single());
    }

    // Every fixture that is woven: what inspect reads from the code is what the weaver said it did.
    [TestMethod]
    [DataRow("Shapes", "Release", "net10.0")]
    [DataRow("Shapes", "Debug", "netstandard2.0")]
    [DataRow("ShapesVisualBasic", "Release", "net10.0")]
    [DataRow("ShapesFSharp", "Debug", "net10.0")]
    [DataRow("ShapesIL", "Release", "netstandard2.0")]
    [DataRow("RuntimeAsync", "Release", "net10.0")]
    public async Task Strategies_read_from_the_code_are_those_of_the_report(string project, string configuration, string framework)
    {
        using var folder = new TemporaryFolder();
        var path = new Fixture(project, configuration, framework).Path;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, "*.dll"))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        var weave = await CommandTool.RunAsync(folder.Path, "weave", Path.GetFileName(path), "--include", "**", "--json");
        var inspect = await CommandTool.RunAsync(folder.Path, "inspect", Path.GetFileName(path));

        var reported = JObject.Parse(weave.Output)["assemblies"]!.Single()["methods"]!.Where(static method => (string?)method["outcome"] == "woven")
            .Select(static method => $"{method["spanName"]} {method["strategy"]}").Order(StringComparer.Ordinal).ToArray();
        var read = JObject.Parse(inspect.Output)["assemblies"]!.Single()["woven"]!["methods"]!
            .Select(static method => $"{method["spanName"]} {method["strategy"]}").Order(StringComparer.Ordinal).ToArray();
        Assert.IsNotEmpty(reported);
        CollectionAssert.AreEqual(reported, read);
    }

    [TestMethod]
    public async Task Rules_are_tried_without_changing_anything()
    {
        using var program = new FinishedProgram("Brief");
        var before = FolderPicture.Of(program.Folder);

        var plan = (await InspectAsync(program, "--include", "Brief", "--exclude", "Brief:*:Wait")).Single()["wouldDo"]!;

        CollectionAssert.AreEquivalent(
            new[] { "Main woven", "Answer woven", "Wait excluded", "Leave woven", "Receive woven", "Kill skipped" },
            plan["methods"]!.Select(static method => $"{method["method"]} {method["outcome"]}").ToArray());
        Assert.AreEqual("MLT020", (string?)plan["methods"]!.Single(static method => (string?)method["method"] == "Kill")["reason"]!["id"]);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    public async Task Tables_are_for_people()
    {
        using var program = new FinishedProgram("Brief");
        var plan = await CommandTool.RunAsync(program.Folder, "inspect", ".", "--include", "Brief", "--table");
        await program.WeaveAsync("--include", "Brief");

        var woven = await CommandTool.RunAsync(program.Folder, "inspect", ".", "--table");

        Assert.Contains("Brief.dll: would weave 5 methods, and skip 1", plan.Output);
        Assert.Contains("MLT020: 'Brief.Program.Kill' has no body", plan.Output);
        Assert.Contains("Woven: 0 of 1 assemblies, 0 methods.", plan.Output);
        Assert.MatchesRegex(@"Brief\.Program\.Wait +Wait +UNKNOWN +async", woven.Output);
        Assert.Contains("Woven: 1 of 4 assemblies, 5 methods.", woven.Output);
    }

    [TestMethod]
    public async Task What_is_no_assembly_is_told_with_an_id()
    {
        using var program = new FinishedProgram("Brief");

        var inspect = await CommandTool.RunAsync(program.Folder, "inspect", "Brief.deps.json");

        Assert.AreEqual(2, inspect.ExitCode, inspect.ToString());
        Assert.Contains("error MLT091", inspect.Error);
    }

    private static async Task<JToken> InspectAsync(FinishedProgram program, params string[] rules)
    {
        var inspect = await CommandTool.RunAsync(program.Folder, ["inspect", "Brief.dll", .. rules]);
        Assert.AreEqual(0, inspect.ExitCode, inspect.ToString());
        return JObject.Parse(inspect.Output)["assemblies"]!;
    }
}
