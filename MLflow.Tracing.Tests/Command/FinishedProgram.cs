using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Command;

/// <summary>A copy of a program that was built without any reference to us, in a folder of its own, run as its user would.</summary>
internal sealed class FinishedProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name;

    /// <param name="project">A fixture.</param>
    /// <param name="framework">What it was built for.</param>
    public FinishedProgram(string project, string framework = "net10.0")
    {
        _name = project;
        CopyTo(Folder, project, framework);
    }

    public string Folder => _folder.Path;

    public string Assembly => Path.Combine(Folder, _name + ".dll");

    public IReadOnlyList<StoredTrace> Traces => StoredTrace.ReadAll(Folder);

    public Task<ProcessRun> WeaveAsync(params string[] arguments) => CommandTool.RunAsync(Folder, ["weave", Folder, .. arguments]);

    /// <summary>Runs the program.</summary>
    /// <param name="isTraced">Whether it stores traces in its folder.</param>
    /// <param name="environment">Other variables.</param>
    public Task<ProcessRun> RunAsync(bool isTraced = false, Dictionary<string, string>? environment = null)
        => ProcessRun.DotnetAsync(Folder, [Assembly], Environment(isTraced, environment));

    public static Dictionary<string, string> Environment(bool isTraced, Dictionary<string, string>? others = null)
    {
        var environment = new Dictionary<string, string>(others ?? []);
        if (isTraced)
        {
            environment["MLFLOW_TRACKING_URI"] = "file:mlflow-traces";
        }

        return environment;
    }

    /// <summary>Copies such a program into any folder, which is made if need be.</summary>
    public static void CopyTo(string folder, string project, string framework = "net10.0")
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(new Fixture(project, "Release", framework).Path)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => _folder.Dispose();
}
