using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Otlp;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export.Otlp;

/// <summary>One exporter for a collector, with what it complained about and the pauses it would have made.</summary>
internal sealed class CollectorRun : IDisposable
{
    private readonly OtlpExporter _exporter;

    public CollectorRun(string endpoint, Action<OtlpOptions>? configure = null, bool isOnlyDestination = true, int softLimitBytes = 4 * 1024 * 1024)
    {
        var options = new MlflowOptions { Otlp = { TracesEndpoint = endpoint } };
        configure?.Invoke(options.Otlp);
        options.Validate();
        Diagnostics.Reported += Complaints.Add;
        var retry = RetryPolicy.For(options) with
        {
            Jitter = static _ => TimeSpan.Zero,
            Wait = (pause, _) =>
            {
                Pauses.Add(pause);
                return Task.CompletedTask;
            },
        };
        _exporter = new OtlpExporter(options.Otlp, isOnlyDestination, retry, Diagnostics, softLimitBytes);
    }

    public TracingDiagnostics Diagnostics { get; } = new() { Output = null };

    public List<TracingDiagnostic> Complaints { get; } = [];

    public List<TimeSpan> Pauses { get; } = [];

    public string AllComplaints => string.Join('\n', Complaints);

    public Task<ExportResult> SendAsync(params Trace[] traces) => _exporter.ExportAsync(traces, CancellationToken.None);

    public void Dispose() => _exporter.Dispose();
}
