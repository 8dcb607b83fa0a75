using System.Diagnostics;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Command;

/// <summary>What may go wrong around <c>mlflow-tracing weave</c>: whatever it is, each file is as it was or completely woven.</summary>
[TestClass]
public sealed class WeaveMishapTests
{
    private const int Programs = 30;

    private static readonly Dictionary<string, string> s_ends = new() { ["EXIT_BY"] = "end" };

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT079_weave_that_is_stopped_leaves_each_program_woven_or_as_it_was()
    {
        using var folder = ManyPrograms();
        using var weave = CommandTool.Start(folder.Path, "weave", ".", "--include", "Brief");
        await UntilAsync(() => File.Exists(Path.Combine(folder.Path, "p00", "MLflow.Tracing.Core.dll")));

        var run = await weave.InterruptAsync();

        Assert.AreEqual(130, run.ExitCode, run.ToString());
        Assert.Contains("MLT079", run.Error);
        Assert.IsEmpty(Leftovers(folder.Path));
        var woven = Directory.GetDirectories(folder.Path).Count(static program => File.Exists(Path.Combine(program, "MLflow.Tracing.Core.dll")));
        Assert.IsInRange(1, Programs - 1, woven);
        await AssertAllRunAsync(folder.Path, woven);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Weave_after_one_that_was_killed_finishes_its_work()
    {
        using var folder = ManyPrograms();
        using (CommandTool.Start(folder.Path, "weave", ".", "--include", "Brief"))
        {
            await UntilAsync(() => Leftovers(folder.Path).Length > 0);
        }

        var again = await CommandTool.RunAsync(folder.Path, "weave", ".", "--include", "Brief");

        Assert.AreEqual(0, again.ExitCode, again.ToString());
        Assert.IsEmpty(Leftovers(folder.Path));
        await AssertAllRunAsync(folder.Path, Programs);
    }

    // The moment between the library and the list that names it, which no test can hit.
    [TestMethod]
    public async Task Library_that_a_killed_run_left_unlisted_is_listed()
    {
        using var program = new FinishedProgram("Brief");
        using var other = new FinishedProgram("Brief");
        await other.WeaveAsync("--include", "Brief");
        File.Copy(Path.Combine(other.Folder, "MLflow.Tracing.Core.dll"), Path.Combine(program.Folder, "MLflow.Tracing.Core.dll"));

        var weave = await program.WeaveAsync("--include", "Brief");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(FolderPicture.Of(other.Folder), FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT088_full_disk_leaves_the_folder_as_it_is()
    {
        using var disk = SmallDisk.Mount("512k");
        FinishedProgram.CopyTo(disk.Path, "Brief");
        var before = FolderPicture.Of(disk.Path);

        var weave = await CommandTool.RunAsync(disk.Path, "weave", ".", "--include", "Brief");

        Assert.AreEqual(2, weave.ExitCode, weave.ToString());
        Assert.Contains("error MLT088", weave.Error);
        Assert.AreEqual(before, FolderPicture.Of(disk.Path));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT088_read_only_folder_stays_as_it_is()
    {
        using var disk = SmallDisk.Mount("16m");
        FinishedProgram.CopyTo(disk.Path, "Brief");
        disk.MakeReadOnly();
        var before = FolderPicture.Of(disk.Path);

        var weave = await CommandTool.RunAsync(disk.Path, "weave", ".", "--include", "Brief");

        Assert.AreEqual(2, weave.ExitCode, weave.ToString());
        Assert.Contains("error MLT088", weave.Error);
        Assert.AreEqual(before, FolderPicture.Of(disk.Path));
    }

    [TestMethod]
    [DataRow("Brief.dll", "MLT090")]
    [DataRow("Brief.pdb", "MLT090")]
    [DataRow("Brief.deps.json", "MLT088")]
    [DataRow("Newtonsoft.Json.dll", "MLT088")]
    public async Task Locked_file_leaves_folder_and_backup_as_they_are(string file, string id)
    {
        using var program = new FinishedProgram("Brief");
        using var backup = new TemporaryFolder();
        backup.Write("Brief.dll", "of an earlier run");
        File.Copy(new Fixture("Finished", "Release", "net10.0").Path.Replace("Finished.dll", "Newtonsoft.Json.dll", StringComparison.Ordinal), Path.Combine(program.Folder, "Newtonsoft.Json.dll"));
        var before = FolderPicture.Of(program.Folder);
        ProcessRun weave;
        using (new FileStream(Path.Combine(program.Folder, file), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            weave = await program.WeaveAsync("--include", "Brief", "--upgrade-dependencies", "--backup", backup.Path);
        }

        Assert.AreEqual(2, weave.ExitCode, weave.ToString());
        Assert.Contains($"error {id}", weave.Error);
        Assert.AreEqual(before, FolderPicture.Of(program.Folder));
        Assert.AreEqual("of an earlier run", await File.ReadAllTextAsync(Path.Combine(backup.Path, "Brief.dll")));
    }

    [TestMethod]
    public async Task MLT091_native_library_is_refused_by_its_name_and_passed_over_in_a_folder()
    {
        using var program = new FinishedProgram("Brief");
        var native = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*clrjit.*").First();
        File.Copy(native, Path.Combine(program.Folder, "Native.dll"));

        var refused = await CommandTool.RunAsync(program.Folder, "weave", "Native.dll", "--include", "**");
        var weave = await program.WeaveAsync("--include", "Brief");

        Assert.AreEqual(2, refused.ExitCode, refused.ToString());
        Assert.Contains("error MLT091", refused.Error);
        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Wove 5 methods in 1 assembly.", weave.Output);
        Assert.AreEqual(FolderPicture.HashOf(native), FolderPicture.HashOf(Path.Combine(program.Folder, "Native.dll")));
    }

    [TestMethod]
    public async Task Two_programs_in_one_folder_that_share_a_library_both_run()
    {
        using var program = new FinishedProgram("Finished");
        var brief = new Fixture("Brief", "Release", "net10.0").Path;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(brief)!, "Brief.*"))
        {
            File.Copy(file, Path.Combine(program.Folder, Path.GetFileName(file)));
        }

        // The first one lists Newtonsoft.Json already, the second one does not.
        var weave = await program.WeaveAsync("--include", "Brief:*:Answer", "--include", "Finished", "--upgrade-dependencies");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(0, (await program.RunAsync(isTraced: true)).ExitCode);
        var other = await ProcessRun.DotnetAsync(program.Folder, ["Brief.dll"], FinishedProgram.Environment(isTraced: true, s_ends));
        Assert.AreEqual(0, other.ExitCode, other.ToString());
        Assert.HasCount(20, program.Traces.SelectMany(static trace => trace.Spans).Where(static span => span.Name == "Answer").ToArray());
    }

    [TestMethod]
    public async Task Assemblies_of_one_name_in_two_folders_are_each_woven_against_what_lies_beside_them()
    {
        using var program = new FinishedProgram("Brief");
        foreach (var (plugin, configuration, framework) in new[] { ("a", "Release", "net10.0"), ("b", "Debug", "netstandard2.0") })
        {
            var file = new Fixture("Shapes", configuration, framework).Path;
            Directory.CreateDirectory(Path.Combine(program.Folder, "plugins", plugin));
            File.Copy(file, Path.Combine(program.Folder, "plugins", plugin, "Shapes.dll"));
        }

        var weave = await program.WeaveAsync("--include", "Shapes", "--verify");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("plugins/a/Shapes.dll: wove", weave.Output);
        Assert.Contains("plugins/b/Shapes.dll: wove", weave.Output);
    }

    private static TemporaryFolder ManyPrograms()
    {
        var folder = new TemporaryFolder();
        for (var number = 0; number < Programs; number++)
        {
            FinishedProgram.CopyTo(Path.Combine(folder.Path, $"p{number:00}"), "Brief");
        }

        return folder;
    }

    private static string[] Leftovers(string folder) => Directory.GetFiles(folder, "*.mlflow-weaving", SearchOption.AllDirectories);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition();)
        {
            Assert.IsLessThan(TimeSpan.FromMinutes(1), clock.Elapsed, "It has not begun to write.");
            await Task.Yield();
        }
    }

    // Each program is started, and those that are woven leave traces.
    private static async Task AssertAllRunAsync(string folder, int woven)
    {
        var traced = 0;
        foreach (var program in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var isWoven = File.Exists(Path.Combine(program, "MLflow.Tracing.Core.dll"));
            if (!isWoven && traced > woven)
            {
                continue;
            }

            var run = await ProcessRun.DotnetAsync(program, ["Brief.dll"], FinishedProgram.Environment(isTraced: true, s_ends));
            Assert.AreEqual(0, run.ExitCode, $"{program}: {run}");
            traced += StoredTrace.ReadAll(program).Count > 0 ? 1 : 0;
        }

        Assert.AreEqual(woven, traced);
    }
}
