using MLflow.Tracing.Export;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>An exporter that waits for the test.</summary>
internal sealed class GateExporter : ITraceExporter
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _names = [];

    public bool Fail { get; set; }

    public Task Entered => _entered.Task;

    public string[] Names => [.. _names];

    public void Open() => _open.TrySetResult();

    public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        _entered.TrySetResult();
        await _open.Task;
        _names.AddRange(traces.Select(trace => trace.Spans[0].Name));
        return Fail ? throw new InvalidOperationException("no") : new ExportResult(traces.Count, 0);
    }

    public void Dispose() => Open();
}
