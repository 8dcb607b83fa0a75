using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Tracing switched on for one test, into memory. Tests that use it run one after the other: the switch is the process's.</summary>
internal sealed class RecordingSession : IDisposable
{
    private readonly CollectingExporter _exporter = new();

    public RecordingSession(Action<MlflowOptions>? configure = null)
    {
        var options = new MlflowOptions();
        configure?.Invoke(options);
        Diagnostics = new TracingDiagnostics { Output = null };
        Runtime = new TracingRuntime(options, [_exporter], Diagnostics);
        Mlflow.Use(Runtime);
    }

    public TracingDiagnostics Diagnostics { get; }

    public TracingRuntime Runtime { get; }

    /// <summary>The traces that have been delivered so far.</summary>
    public IReadOnlyList<Trace> Exported => _exporter.Traces;

    /// <summary>The traces whose roots have ended.</summary>
    public async Task<IReadOnlyList<Trace>> TracesAsync()
    {
        Assert.IsTrue(await Runtime.FlushAsync(TimeSpan.FromSeconds(20)), "the queue did not empty in time");
        return _exporter.Traces;
    }

    /// <summary>The one trace whose root has ended.</summary>
    public async Task<Trace> SingleTraceAsync()
    {
        var traces = await TracesAsync();
        Assert.HasCount(1, traces);
        return traces[0];
    }

    public void Dispose() => Mlflow.Use(null);
}
