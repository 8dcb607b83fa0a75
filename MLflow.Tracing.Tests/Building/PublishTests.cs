using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Tests.Building;

/// <summary>A woven program after what publishing does to it: trimmed, compiled ahead of time, or both.</summary>
[TestClass]
[TestCategory("Long")]
public sealed class PublishTests
{
    private const string Runtime = "linux-x64";

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task B13_trimmed_program_has_the_same_spans()
    {
        using var project = await PublishedAsync("<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>");

        await AssertTracedAsync(project);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task B13_B18_program_compiled_to_native_code_has_the_same_spans()
    {
        using var project = await PublishedAsync("<PublishAot>true</PublishAot>");

        Assert.IsFalse(File.Exists(Path.Combine(PublishFolder(project), "App.dll")));
        await AssertTracedAsync(project);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task B14_program_compiled_ready_to_run_has_the_same_spans()
    {
        using var project = await PublishedAsync("<PublishReadyToRun>true</PublishReadyToRun><SelfContained>false</SelfContained>");

        using var file = new PEReader(File.OpenRead(Path.Combine(PublishFolder(project), "App.dll")));
        Assert.AreNotEqual(0, file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        await AssertTracedAsync(project);
    }

    private static async Task<WovenProject> PublishedAsync(string properties)
    {
        var project = new WovenProject($"<RuntimeIdentifier>{Runtime}</RuntimeIdentifier><InvariantGlobalization>true</InvariantGlobalization>{properties}");
        project.Write("App/FodyWeavers.xml", """<Weavers><MLflow.Tracing><Include Namespace="Shop" Members="trivial" /></MLflow.Tracing></Weavers>""");

        // A runtime identifier would reach the projects of the repository, which were built without one.
        project.Write("Directory.Build.targets", (await File.ReadAllTextAsync(Path.Combine(project.Folder, "Directory.Build.targets"))).Replace(
            "</Project>",
            """<ItemGroup><ProjectReference Update="@(ProjectReference)" GlobalPropertiesToRemove="RuntimeIdentifier;SelfContained;PublishAot;PublishTrimmed;PublishReadyToRun" UndefineProperties="RuntimeIdentifier;SelfContained" /></ItemGroup></Project>""",
            StringComparison.Ordinal));
        var published = await project.DotnetAsync("publish");
        Assert.AreEqual(0, published.ExitCode, published.ToString());
        return project;
    }

    private static string PublishFolder(WovenProject project) => Path.Combine(project.Output, Runtime, "publish");

    private static async Task AssertTracedAsync(WovenProject project)
    {
        var run = await project.RunTracedAsync(Path.Combine(PublishFolder(project), "App"));

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.AreEqual("8", run.Output.Trim(), run.ToString());
        CollectionAssert.AreEquivalent(new[] { "Total", "Count" }, project.Traces.SelectMany(static trace => trace.Spans).Select(static span => span.Name).ToArray(), run.ToString());
        var total = project.Traces.SelectMany(static trace => trace.Spans).Single(static span => span.Name == "Total");
        Assert.AreEqual("""{"price":2,"count":3} -> 6""", $"{total.Inputs?.ToString(Newtonsoft.Json.Formatting.None)} -> {total.Outputs}");
    }
}
