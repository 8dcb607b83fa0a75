using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Command;

/// <summary>Programs that were built without us are woven by <c>mlflow-tracing weave</c>, and then run.</summary>
[TestClass]
public sealed class WeaveCommandTests
{
    private static readonly string s_key = Path.Combine(Repository.Root, "build", "MLflow.Tracing.snk");

    private static readonly Dictionary<string, string> s_ends = new() { ["EXIT_BY"] = "end" };

    [TestMethod]
    public async Task Program_says_the_same_and_is_traced()
    {
        using var program = new FinishedProgram("Brief");
        var before = await program.RunAsync(environment: s_ends);

        var weave = await program.WeaveAsync("--include", "Brief", "--exclude", "Brief:Program:Main", "--exclude", "Brief:Program:Wait");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Brief.dll: wove", weave.Output);
        Assert.AreEqual(before, await program.RunAsync(environment: s_ends));
        Assert.AreEqual(before, await program.RunAsync(isTraced: true, s_ends));
        Assert.HasCount(20, program.Traces.SelectMany(static trace => trace.Spans).Where(static span => span.Name == "Answer").ToArray());
    }

    [TestMethod]
    public async Task Defaults_for_destination_and_experiment_are_written_into_the_program()
    {
        using var program = new FinishedProgram("Brief");

        var weave = await program.WeaveAsync("--include", "Brief:*:Answer", "--tracking-uri", "file:woven-in", "--experiment", "finished");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        await program.RunAsync(environment: s_ends);
        Assert.HasCount(20, Directory.GetFiles(Path.Combine(program.Folder, "woven-in"), "*.jsonl").SelectMany(File.ReadAllLines).ToArray());
    }

    [TestMethod]
    public async Task B2_B21_same_bytes_come_out_in_two_folders_and_when_it_is_woven_again()
    {
        using var one = new FinishedProgram("Brief");
        using var other = new FinishedProgram("Brief");

        await one.WeaveAsync("--include", "Brief");
        await other.WeaveAsync("--include", "Brief");

        var woven = FolderPicture.Of(one.Folder);
        Assert.AreEqual(woven, FolderPicture.Of(other.Folder));
        var again = await one.WeaveAsync("--include", "Brief");
        Assert.AreEqual(0, again.ExitCode, again.ToString());
        Assert.Contains("already woven", again.Output);
        Assert.AreEqual(woven, FolderPicture.Of(one.Folder));
    }

    [TestMethod]
    public async Task Dry_run_says_what_it_would_do_and_changes_nothing()
    {
        using var program = new FinishedProgram("Brief");
        var before = FolderPicture.Of(program.Folder);

        var weave = await program.WeaveAsync("--include", "Brief", "--dry-run", "--out", Path.Combine(program.Folder, "..", "never"));

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Would weave 5 methods in 1 assembly.", weave.Output);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    public async Task Copy_is_woven_and_the_original_stays()
    {
        using var program = new FinishedProgram("Brief");
        using var copies = new TemporaryFolder();
        var before = FolderPicture.Of(program.Folder);
        var copy = Path.Combine(copies.Path, "copy");

        var weave = await program.WeaveAsync("--include", "Brief", "--out", copy);

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
        var run = await ProcessRun.DotnetAsync(copy, [Path.Combine(copy, "Brief.dll")], FinishedProgram.Environment(isTraced: true, s_ends));
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.IsNotEmpty(StoredTrace.ReadAll(copy));
    }

    [TestMethod]
    public async Task Backup_put_back_is_the_program_as_it_was()
    {
        using var program = new FinishedProgram("Brief");
        using var backup = new TemporaryFolder();
        var before = FolderPicture.Of(program.Folder);

        await program.WeaveAsync("--include", "Brief", "--backup", backup.Path);
        Assert.AreNotEqual(before, FolderPicture.Of(program.Folder));
        foreach (var file in Directory.GetFiles(backup.Path))
        {
            File.Copy(file, Path.Combine(program.Folder, Path.GetFileName(file)), overwrite: true);
        }

        File.Delete(Path.Combine(program.Folder, "MLflow.Tracing.Core.dll"));
        File.Delete(Path.Combine(program.Folder, "MLflow.Tracing.Http.dll"));
        File.Delete(Path.Combine(program.Folder, "Newtonsoft.Json.dll"));
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    public async Task MLT087_older_library_than_tracing_needs_is_refused_and_replaced_only_when_that_is_asked_for()
    {
        using var program = new FinishedProgram("Finished");
        var unwoven = await program.RunAsync();
        var before = FolderPicture.Of(program.Folder);

        var refused = await program.WeaveAsync("--include", "Finished", "--key", s_key);

        Assert.AreEqual(2, refused.ExitCode, refused.ToString());
        Assert.Contains("error MLT087", refused.Error);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
        var weave = await program.WeaveAsync("--include", "Finished", "--key", s_key, "--upgrade-dependencies");
        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(unwoven, await program.RunAsync(isTraced: true));
        CollectionAssert.AreEquivalent(new[] { "Main", "Describe", "Price" }, program.Traces.SelectMany(static trace => trace.Spans).Select(static span => span.Name).ToArray());
    }

    [TestMethod]
    public async Task B8_MLT097_signed_program_is_signed_again_with_its_key_and_told_without()
    {
        using var program = new FinishedProgram("Finished");
        using var other = new FinishedProgram("Finished");
        Assert.IsTrue(StrongName.IsValid(program.Assembly));

        var signed = await program.WeaveAsync("--include", "Finished", "--upgrade-dependencies", "--key", s_key);
        var unsigned = await other.WeaveAsync("--include", "Finished", "--upgrade-dependencies");

        Assert.IsTrue(StrongName.IsValid(program.Assembly), signed.ToString());
        Assert.DoesNotContain("MLT097", signed.Error);
        Assert.IsFalse(StrongName.IsValid(other.Assembly));
        Assert.Contains("warning MLT097", unsigned.Error);
    }

    [TestMethod]
    public async Task B26_program_for_NET_Framework_runs_on_mono_as_before_and_is_traced()
    {
        MonoTests.RequireMono();
        using var program = new FinishedProgram("ScenarioRunner", "net472");
        File.Copy(Fixture.Named("Shapes-Release-net472").Path, Path.Combine(program.Folder, "Shapes.dll"));
        Task<ProcessRun> RunAsync(bool isTraced) => ProcessRun.StartAsync("mono", program.Folder, ["ScenarioRunner.exe", "Shapes.dll"], FinishedProgram.Environment(isTraced));
        var before = await RunAsync(isTraced: false);

        var weave = await program.WeaveAsync("--include", "Shapes");

        Assert.Contains("Shapes.dll: wove", weave.Output, weave.ToString());
        Assert.AreEqual(MonoTests.Comparable(before), MonoTests.Comparable(await RunAsync(isTraced: true)));
        Assert.IsGreaterThan(50, program.Traces.Count);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task B14_MLT094_program_compiled_ready_to_run_loses_its_native_code_and_is_traced()
    {
        using var project = new TemporaryFolder();
        project.Write("Shop.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RuntimeIdentifier>linux-x64</RuntimeIdentifier>
                <SelfContained>true</SelfContained><PublishReadyToRun>true</PublishReadyToRun><InvariantGlobalization>true</InvariantGlobalization><NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        project.Write("Program.cs", """
            System.Console.WriteLine(Shop.Orders.Total("tea", 3));

            namespace Shop
            {
                public static class Orders
                {
                    public static int Total(string item, int count) { var sum = 0; foreach (var character in item) { sum += character; } return sum * count; }
                }
            }
            """);
        var output = Path.Combine(project.Path, "out");
        var published = await ProcessRun.DotnetAsync(project.Path, ["publish", "-o", output]);
        Assert.AreEqual(0, published.ExitCode, published.ToString());
        Task<ProcessRun> RunAsync() => ProcessRun.StartAsync(Path.Combine(output, "Shop"), output, [], FinishedProgram.Environment(isTraced: true));
        var before = await RunAsync();

        // The rule is about everything, and the platform, which lies in the same folder, is not meant.
        var weave = await CommandTool.RunAsync(output, "weave", output, "--include", "**");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Wove 2 methods in 1 assembly.", weave.Output);
        Assert.Contains("warning MLT094", weave.Error);
        Assert.AreEqual(before, await RunAsync());
        Assert.Contains("Total", StoredTrace.ReadAll(output).SelectMany(static trace => trace.Spans).Select(static span => span.Name));
    }

    [TestMethod]
    public async Task Bad_input_is_told_with_an_id_and_changes_nothing()
    {
        using var program = new FinishedProgram("Brief");
        var config = Path.Combine(program.Folder, "FodyWeavers.xml");
        await File.WriteAllTextAsync(config, "<Weavers><MLflow.Tracing");
        var before = FolderPicture.Of(program.Folder);

        await AssertRefusedAsync("MLT084", "weave", "no/such/folder");
        await AssertRefusedAsync("MLT085", "weave", program.Folder, "--config", config);
        await AssertRefusedAsync("MLT086", "weave", program.Folder, "--key", config);
        await AssertRefusedAsync("MLT088", "weave", program.Folder, "--include", "Brief", "--out", Path.Combine(program.Folder, "below"));
        await AssertRefusedAsync("MLT091", "weave", config, "--include", "Brief");
        await AssertRefusedAsync("--parallel", "weave", program.Folder, "--parallel", "0");
        await AssertRefusedAsync("argument missing", "weave");
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));

        async Task AssertRefusedAsync(string id, params string[] arguments)
        {
            var run = await CommandTool.RunAsync(program.Folder, arguments);
            Assert.AreEqual(2, run.ExitCode, run.ToString());
            Assert.Contains(id, run.Error, run.ToString());
        }
    }

    [TestMethod]
    public async Task Nothing_to_weave_is_an_error_only_when_that_is_asked_for()
    {
        using var program = new FinishedProgram("Brief");
        var before = FolderPicture.Of(program.Folder);

        Assert.AreEqual(0, (await program.WeaveAsync("--include", "Other.**")).ExitCode);
        Assert.AreEqual(1, (await program.WeaveAsync("--include", "Other.**", "--fail-if-none")).ExitCode);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT089_damaged_list_of_libraries_leaves_the_folder_as_it_is()
    {
        using var program = new FinishedProgram("Brief");
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "Brief.deps.json"), "{}");
        var before = FolderPicture.Of(program.Folder);

        var weave = await program.WeaveAsync("--include", "Brief");

        Assert.AreEqual(2, weave.ExitCode, weave.ToString());
        Assert.Contains("error MLT089", weave.Error);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
    }
}
