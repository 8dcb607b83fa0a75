using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Command;

/// <summary>What may go wrong around <c>mlflow-tracing weave</c>: whatever it is, each file is as it was or completely woven.</summary>
[TestClass]
public sealed class WeaveMishapTests
{
    private static readonly Dictionary<string, string> s_ends = new() { ["EXIT_BY"] = "end" };

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT088_full_disk_leaves_the_folder_as_it_is()
    {
        using var disk = SmallDisk.Mount("512k");
        FinishedProgram.Copy("Brief", disk.Path);
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
        FinishedProgram.Copy("Brief", disk.Path);
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
    public async Task Two_programs_in_one_folder_that_share_a_library_both_run()
    {
        using var program = new FinishedProgram("Finished");
        FinishedProgram.Copy("Brief", program.Folder);

        // The first one lists Newtonsoft.Json already, the second one does not.
        var weave = await program.WeaveAsync("--include", "Brief:*:Answer", "--include", "Finished", "--upgrade-dependencies");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(0, (await program.RunAsync(isTraced: true)).ExitCode);
        var other = await ProcessRun.DotnetAsync(program.Folder, ["Brief.dll"], FinishedProgram.Environment(isTraced: true, s_ends));
        Assert.AreEqual(0, other.ExitCode, other.ToString());
        Assert.HasCount(20, program.Traces.SelectMany(static trace => trace.Spans).Where(static span => span.Name == "Answer").ToArray());
    }
}
