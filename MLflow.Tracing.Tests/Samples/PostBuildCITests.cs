using System.Runtime.Versioning;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Command;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>The script of <c>samples/PostBuildCI</c>, run as a pipeline runs it.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[UnsupportedOSPlatform("windows")]
public sealed class PostBuildCITests
{
    private static readonly string s_script = Path.Combine(Repository.Root, "samples/PostBuildCI/weave.sh");

    [TestMethod]
    public async Task Script_publishes_weaves_compares_and_shows()
    {
        using var folder = new TemporaryFolder();

        var run = await ProcessRun.StartAsync("bash", folder.Path, [s_script, folder.Path], WithCommandIn(folder.Path));

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.Contains("3 x tea: 78", run.Output, run.ToString());
        Assert.Contains("1 trace, 0 errors", run.Output, run.ToString());
        Assert.IsTrue(File.Exists(Path.Combine(folder.Path, "weaving.json")) && File.Exists(Path.Combine(folder.Path, "weaving.sarif")), run.ToString());
    }

    /// <summary>The command that these tests were built with, under the name that a shell finds.</summary>
    private static Dictionary<string, string> WithCommandIn(string folder)
    {
        var command = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "path")).FullName, "mlflow-tracing");
        File.WriteAllText(command, $"#!/bin/sh\nexec {CommandTool.CommandLine} \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new() { ["PATH"] = Path.GetDirectoryName(command) + ":" + Environment.GetEnvironmentVariable("PATH") };
    }
}
