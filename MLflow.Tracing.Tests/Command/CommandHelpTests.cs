using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Command;

/// <summary>What <c>mlflow-tracing</c> says about itself, to people and to shells.</summary>
[TestClass]
public sealed partial class CommandHelpTests
{
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Help_of_each_command_fits_into_80_columns()
    {
        var root = await HelpAsync("");
        var commands = CommandName().Matches(root[root.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(static match => match.Groups["name"].Value).ToArray();

        CollectionAssert.AreEqual(new[] { "weave", "inspect", "show", "push" }, commands);
        foreach (var command in commands.Prepend(""))
        {
            var lines = (await HelpAsync(command)).Split('\n');
            Assert.IsGreaterThan(10, lines.Length);
            Assert.IsEmpty(lines.Where(static line => line.TrimEnd().Length > 80).ToArray(), $"of '{command}'");
        }
    }

    // What dotnet-suggest asks when somebody presses the tabulator.
    [TestMethod]
    [DataRow("", "inspect push show weave")]
    [DataRow("weave --ex", "--exclude --experiment")]
    [DataRow("show --status ", "error in_progress ok")]
    public async Task Shells_are_told_how_a_line_may_go_on(string line, string expected)
    {
        using var folder = new TemporaryFolder();

        var suggestions = await CommandTool.RunAsync(folder.Path, $"[suggest:{line.Length}]", line);

        Assert.AreEqual(0, suggestions.ExitCode, suggestions.ToString());
        CollectionAssert.IsSubsetOf(expected.Split(' '), suggestions.Output.Split('\n'), suggestions.ToString());
    }

    // On a terminal, whose width it asks for.
    private static async Task<string> HelpAsync(string command)
    {
        using var folder = new TemporaryFolder();
        var run = await ProcessRun.StartAsync("script", folder.Path, ["-qec", $"stty cols 80; {CommandTool.CommandLine} {command} --help", "/dev/null"]);
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        return Escape().Replace(run.Output, "");
    }

    [GeneratedRegex(@"^  (?<name>[a-z]+) <", RegexOptions.Multiline)]
    private static partial Regex CommandName();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]=?|\x1b[=>]")]
    private static partial Regex Escape();
}
