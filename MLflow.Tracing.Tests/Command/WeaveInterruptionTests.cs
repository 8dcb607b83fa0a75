using System.Diagnostics;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Command;

/// <summary><c>mlflow-tracing weave</c> is stopped or killed: each file is as it was or completely woven, and the next run does the rest.</summary>
[TestClass]
public sealed class WeaveInterruptionTests
{
    private const int Programs = 30;
    private const int Assemblies = 60;
    private const string Leftover = ".mlflow-weaving";

    private static readonly Dictionary<string, string> s_ends = new() { ["EXIT_BY"] = "end" };

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT079_weave_that_is_stopped_leaves_each_program_woven_or_as_it_was()
    {
        using var folder = ManyPrograms();
        using var weave = CommandTool.Start(folder.Path, "weave", ".", "--include", "Brief");
        await UntilAsync(() => File.Exists(LibraryIn(Path.Combine(folder.Path, "p00"))));

        var run = await weave.InterruptAsync();

        Assert.AreEqual(130, run.ExitCode, run.ToString());
        Assert.Contains("MLT079", run.Error);
        Assert.IsEmpty(Leftovers(folder.Path));
        var woven = Directory.GetDirectories(folder.Path).Count(static program => File.Exists(LibraryIn(program)));
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
        File.Copy(LibraryIn(other.Folder), LibraryIn(program.Folder));

        var weave = await program.WeaveAsync("--include", "Brief");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(FolderPicture.Of(other.Folder), FolderPicture.Of(program.Folder));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Folder_that_was_not_woven_to_its_end_when_the_command_is_stopped_is_as_it_was()
    {
        using var folder = new TemporaryFolder();
        using var first = new FinishedProgram("Brief");
        CopyAssemblies("Shapes", folder.Path);
        var before = FolderPicture.Of(folder.Path);
        using var weave = CommandTool.Start(folder.Path, "weave", first.Folder, folder.Path, "--include", "**");
        await UntilAsync(() => File.Exists(LibraryIn(first.Folder)));

        var run = await weave.InterruptAsync();

        Assert.AreEqual(130, run.ExitCode, run.ToString());
        Assert.AreEqual(before, FolderPicture.Of(folder.Path));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Folder_of_which_a_killed_run_replaced_a_part_is_in_the_end_as_if_nothing_had_happened()
    {
        using var folder = new TemporaryFolder();
        using var undisturbed = new TemporaryFolder();
        CopyAssemblies("Brief", folder.Path);
        CopyAssemblies("Brief", undisturbed.Path);
        var old = HashesIn(folder.Path);
        await CommandTool.RunAsync(undisturbed.Path, "weave", ".", "--include", "Brief");
        var woven = HashesIn(undisturbed.Path);

        using (CommandTool.Start(folder.Path, "weave", ".", "--include", "Brief"))
        {
            await UntilAsync(() => File.Exists(LibraryIn(folder.Path)));
        }

        foreach (var (file, hash) in HashesIn(folder.Path))
        {
            Assert.IsTrue(hash == woven.GetValueOrDefault(file) || hash == old.GetValueOrDefault(file) || IsLeftover(file), file);
        }

        var again = await CommandTool.RunAsync(folder.Path, "weave", ".", "--include", "Brief");
        Assert.AreEqual(0, again.ExitCode, again.ToString());
        Assert.AreEqual(FolderPicture.Of(undisturbed.Path), FolderPicture.Of(folder.Path));
    }

    // The moment between symbols and their assembly, which no test can hit.
    [TestMethod]
    public async Task Assembly_that_a_killed_run_left_behind_its_symbols_gets_to_them()
    {
        using var program = new FinishedProgram("Brief");
        using var backup = new TemporaryFolder();
        var old = await File.ReadAllBytesAsync(program.Assembly);
        await program.WeaveAsync("--include", "Brief");
        var woven = FolderPicture.Of(program.Folder);
        File.Move(program.Assembly, program.Assembly + Leftover);
        await File.WriteAllBytesAsync(program.Assembly, old);

        var weave = await program.WeaveAsync("--include", "Brief", "--backup", backup.Path);

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual("", weave.Error);
        Assert.AreEqual(woven, FolderPicture.Of(program.Folder));
        Assert.IsEmpty(Directory.GetFiles(backup.Path));
    }

    // Somebody published the program again, over what the killed run had left.
    [TestMethod]
    public async Task Assembly_with_its_own_symbols_is_not_replaced_by_one_that_a_killed_run_left()
    {
        using var program = new FinishedProgram("Brief");
        using var other = new FinishedProgram("Brief");
        await other.WeaveAsync("--include", "Brief:*:Answer");
        File.Copy(other.Assembly, program.Assembly + Leftover);

        var weave = await program.WeaveAsync("--include", "Brief");

        Assert.Contains("Wove 5 methods in 1 assembly.", weave.Output, weave.ToString());
        Assert.IsEmpty(Leftovers(program.Folder));
    }

    private static TemporaryFolder ManyPrograms()
    {
        var folder = new TemporaryFolder();
        for (var number = 0; number < Programs; number++)
        {
            FinishedProgram.Copy("Brief", Path.Combine(folder.Path, $"p{number:00}"));
        }

        return folder;
    }

    // As a program with many libraries has them.
    private static void CopyAssemblies(string project, string folder)
    {
        var assembly = new Fixture(project, "Release", "net10.0").Path;
        for (var number = 0; number < Assemblies; number++)
        {
            var copy = Path.Combine(folder, $"{project}{number:00}.dll");
            File.Copy(assembly, copy);
            File.Copy(Path.ChangeExtension(assembly, ".pdb"), Path.ChangeExtension(copy, ".pdb"));
        }
    }

    private static string LibraryIn(string folder) => Path.Combine(folder, "MLflow.Tracing.Core.dll");

    private static Dictionary<string, string> HashesIn(string folder) => Directory.GetFiles(folder).ToDictionary(static file => Path.GetFileName(file), FolderPicture.HashOf);

    private static bool IsLeftover(string file) => file.EndsWith(Leftover, StringComparison.Ordinal);

    private static string[] Leftovers(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(IsLeftover)];

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
            var isWoven = File.Exists(LibraryIn(program));
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
