using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>Gives traces to a collector, except those that the program files under an experiment of its own choice: that is a word for MLflow, and a collector has no experiments.</summary>
/// <param name="collector">The usual destination.</param>
/// <param name="createServer">Makes the exporter for the tracking URI, once it is needed.</param>
internal sealed class CollectorFirst(ITraceExporter collector, Func<ITraceExporter> createServer) : ITraceExporter
{
    private readonly Lazy<ITraceExporter> _server = new(createServer);

    public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        var filed = traces.Where(static trace => trace.Info.ExperimentId is not null).ToArray();
        var others = filed.Length == 0 ? traces : [.. traces.Where(static trace => trace.Info.ExperimentId is null)];
        var toCollector = others.Count == 0 ? default : await collector.ExportAsync(others, cancellationToken).ConfigureAwait(false);
        var toServer = filed.Length == 0 ? default : await _server.Value.ExportAsync(filed, cancellationToken).ConfigureAwait(false);
        return new ExportResult(toCollector.Delivered + toServer.Delivered, toCollector.Failed + toServer.Failed)
        {
            FailedSpans = (toCollector.FailedSpans ?? 0) + (toServer.FailedSpans ?? (toServer.Failed == 0 ? 0 : filed.Sum(static trace => (long)trace.Spans.Count))),
        };
    }

    public void Dispose()
    {
        collector.Dispose();
        if (_server.IsValueCreated)
        {
            _server.Value.Dispose();
        }
    }
}
