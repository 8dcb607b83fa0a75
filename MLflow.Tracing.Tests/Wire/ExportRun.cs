using System.Collections.Concurrent;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>One exporter for a server, with what it complained about.</summary>
internal sealed class ExportRun : IDisposable
{
    private readonly ConcurrentQueue<TimeSpan> _pauses = [];
    private readonly ConcurrentQueue<TracingDiagnostic> _complaints = [];
    private readonly ITraceExporter _exporter;

    public ExportRun(string address, MlflowOptions? options = null)
    {
        Diagnostics = new TracingDiagnostics { Output = null };
        Diagnostics.Reported += _complaints.Enqueue;
        options ??= new MlflowOptions { ExperimentId = "123" };
        _exporter = ExporterFactory.CreateForServer(TrackingUri.Parse(address), options, Diagnostics, Patient(options));
    }

    /// <summary>Retries as usual, but does not wait.</summary>
    private RetryPolicy Patient(MlflowOptions options) => RetryPolicy.For(options) with
    {
        Jitter = _ => TimeSpan.Zero,
        Wait = (pause, _) =>
        {
            _pauses.Enqueue(pause);
            return Task.CompletedTask;
        },
    };

    public TracingDiagnostics Diagnostics { get; }

    public IReadOnlyList<TracingDiagnostic> Complaints => [.. _complaints];

    /// <summary>The pauses before retries.</summary>
    public IReadOnlyList<TimeSpan> Pauses => [.. _pauses];

    public Task<ExportResult> SendAsync(params Trace[] traces) => _exporter.ExportAsync(traces, CancellationToken.None);

    public Task<ExportResult> SendAsync(CancellationToken cancellationToken, params Trace[] traces) => _exporter.ExportAsync(traces, cancellationToken);

    /// <summary>Fails unless everything arrived and nobody complained.</summary>
    public async Task DeliverAsync(params Trace[] traces)
    {
        var result = await SendAsync(traces);
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
        Assert.AreEqual(new ExportResult(traces.Length, 0), result);
    }

    public void Dispose() => _exporter.Dispose();
}
