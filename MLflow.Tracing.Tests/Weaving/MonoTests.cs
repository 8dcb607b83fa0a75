using System.Reflection;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Woven assemblies for .NET Framework on another runtime than .NET's own: the nearest to Windows that there is here.</summary>
[TestClass]
public sealed class MonoTests
{
    [TestMethod]
    [DataRow("Debug")]
    [DataRow("Release")]
    public async Task B26_assembly_for_NET_Framework_does_on_mono_what_it_did_unwoven_with_tracing_off_and_on(string configuration)
    {
        RequireMono();

        Fixture fixture = Fixture.Named($"Shapes-{configuration}-net472");
        string unwoven = Assemble(configuration, fixture.Path);
        string woven = Assemble(configuration, WovenFixture.Everything(fixture).Path);

        ProcessRun before = await RunAsync(unwoven);
        ProcessRun off = await RunAsync(woven);
        ProcessRun on = await RunAsync(woven, new() { ["MLFLOW_TRACKING_URI"] = "file:mlflow-traces" });

        Assert.AreEqual(0, before.ExitCode, before.ToString());
        Assert.Contains("F9_same_object: True", before.Output);
        Assert.AreEqual(Comparable(before), Comparable(off));
        Assert.AreEqual(Comparable(before), Comparable(on));
        IReadOnlyList<StoredTrace> traces = StoredTrace.ReadAll(woven);
        Assert.IsGreaterThan(50, traces.Count);
        Assert.Contains(t => t.Spans.Any(s => s is { Name: "FaultsThrough", Status: "STATUS_CODE_ERROR" }), traces);
    }

    // Mono inlines what is small and not woven, and names addresses instead of lines: the frames differ. Whether it finalizes an object
    // depends on what its collector takes for a reference. Everything else must be the same.
    internal static string Comparable(ProcessRun run) => $"exit code {run.ExitCode}\n" + string.Join('\n', run.Output.Split('\n').Where(line =>
        !line.TrimStart().StartsWith("at ", StringComparison.Ordinal) && !line.StartsWith("K7_finalizers: ", StringComparison.Ordinal)));

    private static Task<ProcessRun> RunAsync(string folder, Dictionary<string, string>? environment = null)
        => ProcessRun.StartAsync("mono", folder, ["ScenarioRunner.exe", "Shapes.dll"], environment);

    // The runner with all that it and the run-time library need there, and one build of the fixture.
    private static string Assemble(string configuration, string shapes)
    {
        string folder = ScratchFolder.Create();
        string runner = Path.GetDirectoryName(new Fixture("ScenarioRunner", configuration, "net472").Path)!;
        string library = Path.Combine(Repository.Root, "MLflow.Tracing.Core", "bin", OwnConfiguration, "netstandard2.0", "MLflow.Tracing.Core.dll");
        foreach (string file in Directory.EnumerateFiles(runner).Append(library))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        File.Copy(shapes, Path.Combine(folder, "Shapes.dll"));
        return folder;
    }

    private static string OwnConfiguration => typeof(MonoTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    internal static void RequireMono()
    {
        if (!IsMonoThere())
        {
            Assert.Inconclusive("There is no mono on this machine; .ci/run installs it from Debian's packages.");
        }
    }

    private static bool IsMonoThere()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mono")));
}
