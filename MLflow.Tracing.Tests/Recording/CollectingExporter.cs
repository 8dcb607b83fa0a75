using MLflow.Tracing.Export;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Keeps the traces it is given.</summary>
internal sealed class CollectingExporter : ITraceExporter
{
    private readonly List<Trace> _traces = [];

    public IReadOnlyList<Trace> Traces
    {
        get
        {
            lock (_traces)
            {
                return [.. _traces];
            }
        }
    }

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        lock (_traces)
        {
            _traces.AddRange(traces);
        }

        return Task.FromResult(new ExportResult(traces.Count, 0));
    }

    public void Dispose()
    {
    }
}
