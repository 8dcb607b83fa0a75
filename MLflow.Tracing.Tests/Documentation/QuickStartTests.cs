using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>A newcomer types what <c>docs/quickstart.md</c> says, in a folder outside the repository, and sees what it says.</summary>
[TestClass]
[TestCategory("Long")]
[OSCondition(OperatingSystems.Linux)]
public sealed partial class QuickStartTests
{
    [TestMethod]
    public async Task Commands_of_the_page_lead_to_the_trace_that_it_shows()
    {
        using var home = new TemporaryFolder();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "quickstart.md"));
        string[] blocks = [.. Shell().Matches(page).Select(static match => match.Groups["commands"].Value)];
        Assert.HasCount(4, blocks);

        // The first block is for the clone; its feed is registered for this newcomer alone.
        var output = await RunAsync(Repository.Root, blocks[0], home) + await RunAsync(home.Path, string.Concat(blocks[1..]), home);

        Assert.Contains("MLflow.Tracing: wove 2 methods in 1 type, skipped 0", output);
        Assert.Contains("4 facts about 'Where is my parcel?'", output);
        Assert.MatchesRegex(@"AnswerAsync  AGENT[\s\S]*SearchAsync  AGENT[\s\S]*\[""Where"",""is"",""my"",""parcel\?""\]", output);
    }

    private static async Task<string> RunAsync(string folder, string commands, TemporaryFolder home)
    {
        var run = await ProcessRun.StartAsync("bash", folder, ["-euo", "pipefail", "-c", commands], new Dictionary<string, string>
        {
            ["HOME"] = home.Path,
            ["DOTNET_CLI_HOME"] = home.Path,
            ["NUGET_PACKAGES"] = Path.Combine(home.Path, "packages"),
        });
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        return run.Output;
    }

    [GeneratedRegex(@"```sh\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shell();
}
