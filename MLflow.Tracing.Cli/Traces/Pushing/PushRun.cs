using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>Delivers the traces of folders, group by group, and tries each once.</summary>
/// <param name="exporters">The server.</param>
/// <param name="diagnostics">Where each trace that did not arrive is reported.</param>
/// <param name="onProgress">Told after each group.</param>
internal sealed class PushRun(ServerExporters exporters, TracingDiagnostics diagnostics, Action<PushCount> onProgress)
{
    private int _delivered;
    private int _refused;

    /// <summary>Delivers until all is tried, the server takes nothing, or it is stopped. What is left can be pushed again.</summary>
    /// <exception cref="IOException">What was delivered cannot be noted.</exception>
    public async Task<PushCount> ExecuteAsync(IReadOnlyList<IPushSource> sources, CancellationToken cancellationToken)
    {
        var takesTraces = true;
        foreach (var source in sources)
        {
            while (takesTraces && source.TakeNext() is { } group)
            {
                await exporters.For(group.ExperimentName).DeliverAsync(group.Deliveries, cancellationToken);
                var obstacle = group.Deliveries.Select(static delivery => delivery.Failure).FirstOrDefault(static failure => failure is { IsAboutServer: true });
                takesTraces = obstacle is null && !cancellationToken.IsCancellationRequested;

                // Before it is gone from a spool: nobody may find that something is missing, and no word of it.
                Report(group.Deliveries, obstacle);
                group.Settle();
                onProgress(Count(sources));
            }
        }

        return Count(sources);
    }

    private PushCount Count(IReadOnlyList<IPushSource> sources) => new(_delivered, _refused, sources.Sum(static source => source.Left));

    private void Report(IReadOnlyList<Delivery> deliveries, DeliveryFailure? obstacle)
    {
        _delivered += deliveries.Count(static delivery => delivery.Failure is null);
        foreach (var (trace, failure) in deliveries.Where(static delivery => delivery.Failure is { IsAboutServer: false }).Select(static delivery => (delivery.Trace, delivery.Failure!)))
        {
            _refused += failure.IsTemporary ? 0 : 1;
            diagnostics.Report(failure.Complaint.About($"Trace {trace.Info.TraceId} not delivered{(failure.IsTemporary ? " yet" : "")}:"), failure.Cause);
        }

        if (obstacle is { IsCancelled: false })
        {
            diagnostics.Report(obstacle.Complaint.About("Not all traces are delivered yet:"), obstacle.Cause);
        }
    }
}
