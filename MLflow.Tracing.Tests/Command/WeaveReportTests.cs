using Mono.Cecil;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Command;

/// <summary>What <c>mlflow-tracing weave</c> checks and reports for programs to read.</summary>
[TestClass]
public sealed class WeaveReportTests
{
    [TestMethod]
    public async Task Report_tells_of_each_method_and_SARIF_of_each_message()
    {
        using var program = new FinishedProgram("Brief");

        var weave = await program.WeaveAsync("--include", "Brief", "--verify", "--report", "report.json", "--sarif", "log.sarif");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        var report = Json(program, "report.json");
        Assert.AreEqual(5, (int?)report["wovenMethods"]);
        var assembly = report["assemblies"]!.Single();
        Assert.AreEqual("Brief.dll woven", $"{assembly["path"]} {assembly["outcome"]}");
        Assert.AreEqual("asyncStateMachine", (string?)assembly["methods"]!.Single(static method => (string?)method["method"] == "Wait")["strategy"]);
        var result = Json(program, "log.sarif")["runs"]!.Single()["results"]!.Single();
        Assert.AreEqual("MLT020 note", $"{result["ruleId"]} {result["level"]}");
        Assert.EndsWith("Program.cs", (string?)result["locations"]!.Single()["physicalLocation"]!["artifactLocation"]!["uri"]);
    }

    [TestMethod]
    public async Task Report_printed_as_JSON_is_all_that_is_printed_and_tells_of_bad_input_too()
    {
        using var program = new FinishedProgram("Brief");

        var rehearsal = await program.WeaveAsync("--include", "Brief", "--dry-run", "--json");
        var refused = await program.WeaveAsync("--include", "Br[ief", "--json");

        Assert.IsTrue((bool?)JObject.Parse(rehearsal.Output)["dryRun"]);
        Assert.AreEqual(2, refused.ExitCode, refused.ToString());
        var report = JObject.Parse(refused.Output);
        Assert.AreEqual(2, (int?)report["exitCode"]);
        Assert.AreEqual("error", (string?)report["diagnostics"]!.Single()["severity"]);
    }

    [TestMethod]
    public async Task MLT099_report_that_cannot_be_written_is_told_before_anything_is_done()
    {
        using var program = new FinishedProgram("Brief");
        var before = FolderPicture.Of(program.Folder);

        var weave = await program.WeaveAsync("--include", "Brief", "--report", "no/such/folder/report.json");

        Assert.AreEqual(2, weave.ExitCode, weave.ToString());
        Assert.Contains("error MLT099", weave.Error);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }

    // A tracing library of another making: the method of that name is there, and takes something else.
    [TestMethod]
    public async Task MLT098_what_does_not_verify_is_not_written()
    {
        using var program = new FinishedProgram("Brief");
        using (var core = AssemblyDefinition.ReadAssembly(typeof(Mlflow).Assembly.Location))
        {
            core.MainModule.GetType("MLflow.Tracing.Woven.TraceScope").Methods.Single(static method => method.Name == "Begin").Parameters[0].ParameterType = core.MainModule.TypeSystem.Int32;
            core.Write(Path.Combine(program.Folder, "MLflow.Tracing.Core.dll"));
        }

        var before = FolderPicture.Of(program.Folder);

        var weave = await program.WeaveAsync("--include", "Brief", "--verify");

        Assert.AreEqual(3, weave.ExitCode, weave.ToString());
        Assert.Contains("error MLT098", weave.Error);
        Assert.Contains("Wove 0 methods in 0 assemblies.", weave.Output);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    public async Task Copy_is_woven_although_a_rule_has_a_warning()
    {
        using var program = new FinishedProgram("Brief");
        var before = FolderPicture.Of(program.Folder);
        var copy = Path.Combine(program.Folder, "..", Path.GetRandomFileName());
        var config = Path.Combine(program.Folder, "..", Path.GetRandomFileName());
        await File.WriteAllTextAsync(config, "<Weavers><MLflow.Tracing><Include Namespace='Brief' SpanType='agent'/></MLflow.Tracing></Weavers>");

        var weave = await program.WeaveAsync("--config", config, "--out", copy);

        Assert.Contains("warning MLT008", weave.Error, weave.ToString());
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
        Assert.IsTrue(File.Exists(Path.Combine(copy, "MLflow.Tracing.Core.dll")), weave.ToString());
        Directory.Delete(copy, recursive: true);
        File.Delete(config);
    }

    private static JObject Json(FinishedProgram program, string file) => JObject.Parse(File.ReadAllText(Path.Combine(program.Folder, file)));
}
