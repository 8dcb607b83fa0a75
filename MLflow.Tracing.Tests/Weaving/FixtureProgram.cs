using MLflow.Tracing.Tests.Samples;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A fixture that is a program, run as a process, woven or not.</summary>
internal sealed class FixtureProgram(string project, string configuration)
{
    private readonly string _unwoven = new Fixture(project, configuration, "net10.0").Path;

    /// <summary>Weaves it into a folder of its own with the run-time library.</summary>
    /// <param name="isSelected">Which methods; all that can be by default.</param>
    public WovenFixture Weave(Func<MethodDefinition, bool>? isSelected = null)
    {
        var woven = WovenFixture.Weave(_unwoven, isSelected);
        foreach (var library in new[] { "MLflow.Tracing.Core.dll", "Newtonsoft.Json.dll" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(Path.GetDirectoryName(woven.Path)!, library), overwrite: true);
        }

        return woven;
    }

    /// <summary>Runs the program as it was compiled.</summary>
    public Task<ProcessRun> RunUnwovenAsync(Dictionary<string, string>? environment = null, params string[] through) => RunAsync(_unwoven, environment, through);

    /// <summary>Runs the woven program.</summary>
    /// <param name="woven">The program.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="through">A command that runs it, such as <c>nohup</c>.</param>
    public Task<ProcessRun> RunAsync(WovenFixture woven, Dictionary<string, string>? environment = null, params string[] through) => RunAsync(woven.Path, environment, through);

    private Task<ProcessRun> RunAsync(string program, Dictionary<string, string>? environment, string[] through)
    {
        string[] command = [.. through, "dotnet", "exec", "--runtimeconfig", Path.ChangeExtension(_unwoven, ".runtimeconfig.json"), program];
        return ProcessRun.StartAsync(command[0], Path.GetDirectoryName(program)!, command.Skip(1), environment);
    }
}
