using System.Reflection;
using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Command;

/// <summary>The examples of <c>docs/ci.md</c> are run as they stand there, with the command installed from its package.</summary>
[TestClass]
[TestCategory("Long")]
[OSCondition(OperatingSystems.Linux)]
public sealed partial class PipelineExampleTests
{
    private const string StagingFolder = "$(Build.ArtifactStagingDirectory)";

    private static readonly TemporaryFolder s_feed = new();

    [ClassInitialize]
    public static async Task PackTool(TestContext context)
    {
        var configuration = typeof(PipelineExampleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var pack = await ProcessRun.DotnetAsync(Path.Combine(Repository.Root, "MLflow.Tracing.Cli"), ["pack", "--no-build", "-c", configuration, "-o", s_feed.Path]);
        Assert.AreEqual(0, pack.ExitCode, pack.ToString());
    }

    [ClassCleanup]
    public static void DeleteFeed() => s_feed.Dispose();

    [TestMethod]
    public async Task GitHub_example_weaves_what_it_publishes()
    {
        using var project = Project();

        await RunStepsAsync(project, "GitHub Actions:", "run");

        await AssertIsTracedAsync(project, "publish");
        Assert.Contains("\"strategy\": \"synchronous\"", await File.ReadAllTextAsync(Path.Combine(project.Path, "woven.json")));
        Assert.IsTrue(File.Exists(Path.Combine(project.Path, "weaving.json")));
        Assert.IsTrue(File.Exists(Path.Combine(project.Path, "weaving.sarif")));
    }

    [TestMethod]
    public async Task Azure_example_weaves_what_it_publishes_and_keeps_the_original()
    {
        using var project = Project();

        await RunStepsAsync(project, "Azure Pipelines:", "script");

        await AssertIsTracedAsync(project, "staging/publish");
        Assert.IsTrue(File.Exists(Path.Combine(project.Path, "staging", "unwoven", "Shop.dll")));
    }

    [TestMethod]
    public async Task MSBuild_example_weaves_after_publishing_and_shows_messages_as_its_own()
    {
        using var project = Project();
        var target = ExampleAfter("## After publishing, from MSBuild");
        var file = Path.Combine(project.Path, "src", "Shop", "Shop.csproj");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("</Project>", target + "</Project>", StringComparison.Ordinal));
        await RunAsync(project, "dotnet tool install --tool-path .tools MLflow.Tracing.Cli");

        await RunAsync(project, "PATH=$PWD/.tools:$PATH dotnet publish src/Shop -o publish");

        await AssertIsTracedAsync(project, "publish");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("Shop.Agents.**", "Shop.[", StringComparison.Ordinal));
        var refused = await ProcessRun.StartAsync("bash", project.Path, ["-c", "PATH=$PWD/.tools:$PATH dotnet publish src/Shop -o publish"], Environment(project));
        Assert.AreEqual(1, refused.ExitCode, refused.ToString());
        Assert.MatchesRegex(@"error MLT\d{3}: ", refused.Output);
    }

    private static TemporaryFolder Project()
    {
        var folder = new TemporaryFolder();
        folder.Write("nuget.config", $"<configuration><packageSources><add key='feed' value='{s_feed.Path}' /></packageSources></configuration>");
        folder.Write("src/Shop/Shop.csproj", "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        folder.Write("src/Shop/Program.cs", """
            System.Console.WriteLine(Shop.Agents.Orders.Total("tea", 3));

            namespace Shop.Agents
            {
                public static class Orders
                {
                    public static int Total(string item, int count) { var sum = 0; foreach (var character in item) { sum += character; } return sum * count; }
                }
            }
            """);
        return folder;
    }

    private static async Task AssertIsTracedAsync(TemporaryFolder project, string published)
    {
        var output = Path.Combine(project.Path, published);
        var run = await ProcessRun.DotnetAsync(output, ["Shop.dll"], FinishedProgram.Environment(isTraced: true));
        Assert.AreEqual("942", run.Output.Trim(), run.ToString());
        Assert.AreEqual("Total", StoredTrace.ReadAll(output).Single().Spans.Single().Name);
    }

    // The steps of an example that are shell, one after the other, as the pipeline's machine runs them.
    private static async Task RunStepsAsync(TemporaryFolder project, string heading, string keyword)
    {
        var steps = Step().Matches(ExampleAfter(heading)).Where(step => step.Groups["keyword"].Value == keyword).Select(static step => step.Groups["command"].Value).ToArray();
        Assert.IsGreaterThan(2, steps.Length);
        foreach (var step in steps)
        {
            await RunAsync(project, step.Replace(StagingFolder, "staging", StringComparison.Ordinal));
        }
    }

    private static async Task RunAsync(TemporaryFolder project, string command)
    {
        var run = await ProcessRun.StartAsync("bash", project.Path, ["-e", "-c", command], Environment(project));
        Assert.AreEqual(0, run.ExitCode, $"{command}\n{run}");
    }

    // Packages of the same version may have been installed on this machine before.
    private static Dictionary<string, string> Environment(TemporaryFolder project) => new() { ["NUGET_PACKAGES"] = Path.Combine(project.Path, "packages") };

    private static string ExampleAfter(string heading)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ci.md"));
        return Example().Match(page, page.IndexOf(heading, StringComparison.Ordinal)).Groups["text"].Value;
    }

    [GeneratedRegex(@"```(yaml|xml)\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex(@"^ +- (?<keyword>\w+): (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex Step();
}
