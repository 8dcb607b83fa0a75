using System.Text;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Command;

/// <summary>A working directory with a folder store in the usual place, written as the library writes it.</summary>
internal sealed class TraceStore : IDisposable
{
    private static readonly Dictionary<string, string> s_utc = new() { ["TZ"] = "UTC", ["NO_COLOR"] = "1" };

    private readonly StoreFolder _folder = new();

    /// <summary>The working directory.</summary>
    public string Directory => _folder.Path;

    public string Path => System.IO.Path.Combine(Directory, "mlflow-traces");

    public string FirstFile => System.IO.Directory.GetFiles(Path, "*.jsonl").Order(StringComparer.Ordinal).First();

    /// <summary>A trace of a certain name that took so many milliseconds, and began as many seconds after the others as its number says.</summary>
    public static Trace Named(int number, string name, TraceState state = TraceState.Ok, int ms = 13, string? session = null)
    {
        var trace = SampleTrace.Create(number);
        return trace with
        {
            Info = trace.Info with
            {
                RequestTimeUnixNs = trace.Info.RequestTimeUnixNs + (number * 1_000_000_000L),
                ExecutionDurationNs = ms * 1_000_000L,
                State = state,
                Tags = new Dictionary<string, string> { ["mlflow.traceName"] = name },
                Metadata = session is null ? trace.Info.Metadata : new Dictionary<string, string> { ["mlflow.trace.session"] = session },
            },
        };
    }

    /// <summary>Stores traces as a process of its own would.</summary>
    public async Task StoreAsync(params Trace[] traces) => await StoreAsync(new MlflowOptions(), traces);

    /// <summary>Stores traces as a process with these options would.</summary>
    public async Task StoreAsync(MlflowOptions options, params Trace[] traces)
    {
        using var exporter = new FolderStoreExporter(Path, options, new TracingDiagnostics { Output = null });
        Assert.AreEqual(new ExportResult(traces.Length, 0), await exporter.ExportAsync(traces, CancellationToken.None));
    }

    /// <summary>Appends bytes to a file, whole lines or not.</summary>
    public void Append(string file, string text)
    {
        System.IO.Directory.CreateDirectory(Path);
        File.AppendAllText(System.IO.Path.Combine(Path, file), text);
    }

    public static string LineOf(Trace trace) => Encoding.UTF8.GetString(StoredTraceJson.Write(trace, "0", experimentName: null));

    public Task<ProcessRun> RunAsync(params string[] arguments) => RunAsync(s_utc, arguments);

    public Task<ProcessRun> RunWithAsync(string variable, string value, params string[] arguments) => RunAsync(new Dictionary<string, string>(s_utc) { [variable] = value }, arguments);

    /// <summary>Fails unless the command refuses these arguments as bad input and says so with a text.</summary>
    public async Task AssertRefusedAsync(string text, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.AreEqual(2, run.ExitCode, run.ToString());
        Assert.Contains(text, run.Error, run.ToString());
    }

    public RunningCommand Start(params string[] arguments) => CommandTool.Start(Directory, arguments);

    public void Dispose() => _folder.Dispose();

    private async Task<ProcessRun> RunAsync(Dictionary<string, string> environment, string[] arguments)
    {
        var run = await CommandTool.RunAsync(Directory, environment, arguments);
        return run with { Output = run.Output.ReplaceLineEndings("\n") };
    }
}
