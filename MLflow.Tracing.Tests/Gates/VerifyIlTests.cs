using System.Reflection;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>The gates as a program: what it says and which exit code it ends with.</summary>
[TestClass]
public sealed class VerifyIlTests
{
    private static readonly string s_program = Path.Combine(
        Repository.Root,
        "build/VerifyIl/bin",
        typeof(VerifyIlTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration,
        "net10.0/VerifyIl.dll");

    private static readonly Fixture s_fixture = Fixture.Named("Shapes-Release-netstandard2.0");

    [TestMethod]
    public async Task Woven_folder_against_its_baseline_has_no_findings()
    {
        ProcessRun run = await RunAsync(Path.GetDirectoryName(WovenFixture.Everything(s_fixture).Path)!, "--baseline", Path.GetDirectoryName(s_fixture.Path)!);

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.Contains("Shapes.dll, compared with ", run.Output);
        Assert.Contains("  J  whether the run-time compiles every method: ok", run.Output);
        Assert.Contains("  P  sequence points, scopes, locals and await points: ok", run.Output);
        Assert.Contains(PeVerifyGate.MissingBecause is { } reason ? $"skipped: {reason}" : "as mono's peverify checks them: ok", run.Output);
        Assert.EndsWith("No findings.\n", run.Output);
    }

    [TestMethod]
    public async Task Faulty_assembly_is_told_by_gate_and_method()
    {
        string faulty = SeededFault.All.Single(f => f.Name == "generic hook over the wrong type").Into(WovenFixture.Everything(s_fixture));

        ProcessRun run = await RunAsync(faulty, "--baseline", s_fixture.Path);

        Assert.AreEqual(1, run.ExitCode, run.ToString());
        Assert.MatchesRegex(@"  I  stack heights and kinds, as a decompiler reads them: \d+ findings\n       Shapes\.Flow\.Text: Expected I4, but got O\n", run.Output);
        Assert.Contains("  P  sequence points, scopes, locals and await points: ok", run.Output);
    }

    [TestMethod]
    public async Task Gates_that_cannot_judge_an_assembly_say_why()
    {
        ProcessRun framework = await RunAsync(Fixture.Named("Shapes-Release-net472").Path, "--baseline", Fixture.Named("Shapes-Release-net472").Path);
        ProcessRun core = await RunAsync(Fixture.Named("Shapes-Release-net10.0").Path, "--baseline", Fixture.Named("Shapes-Release-net10.0").Path);

        Assert.AreEqual(0, framework.ExitCode, framework.ToString());
        Assert.Contains("skipped: the assembly is for .NETFramework,Version=v4.7.2, which this run-time does not run", framework.Output);
        Assert.AreEqual(0, core.ExitCode, core.ToString());
        Assert.Contains(PeVerifyGate.MissingBecause ?? "skipped: the assembly is for .NETCoreApp,Version=v10.0, whose metadata mono cannot read", core.Output);
    }

    [TestMethod]
    [DataRow("no path was given")]
    [DataRow("there is no option '--fast'", "--fast")]
    [DataRow("'nowhere.dll' does not exist", "nowhere.dll")]
    [DataRow("--baseline takes one path, once", "nowhere.dll", "--baseline")]
    [DataRow("is not a .NET assembly", "{text}")]
    [DataRow("holds no woven assembly", "{empty}")]
    [DataRow("the baseline 'nowhere.dll' does not exist", "{unwoven}", "--baseline", "nowhere.dll")]
    public async Task Bad_input_is_explained(string message, params string[] arguments)
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("text.dll", "no assembly");
        IEnumerable<string> actual = arguments.Select(a => a
            .Replace("{text}", Path.Combine(folder.Path, "text.dll"), StringComparison.Ordinal)
            .Replace("{empty}", folder.Path, StringComparison.Ordinal)
            .Replace("{unwoven}", s_fixture.Path, StringComparison.Ordinal));

        ProcessRun run = await RunAsync([.. actual]);

        Assert.AreEqual(2, run.ExitCode, run.ToString());
        Assert.Contains("verify-il: ", run.Error);
        Assert.Contains(message, run.Error);
        Assert.IsEmpty(run.Output);
    }

    private static Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.DotnetAsync(Repository.Root, [s_program, .. arguments]);
}
