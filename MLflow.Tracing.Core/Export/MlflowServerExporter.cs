using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// Delivers traces to a tracking server: first the server is told of a trace, then it gets the spans. In this order a repeated upload changes nothing; in the
/// other one the server counts tokens and cost twice (protocol 3.5). Of a part of a trace only spans and attachments are delivered. How, is up to the <see cref="ITraceRoute"/> of its destination.
/// </summary>
/// <remarks>
/// Several at once, but the first one alone unless the server is known to be well: it finds out at the price of one trace's tries. A failure is reported once a batch and kind; the
/// other traces are tried all the same, unless nobody answers.
/// </remarks>
internal sealed class MlflowServerExporter : IResumableExporter
{
    private readonly ServerConnection _connection;
    private readonly ServerNegotiation _server;
    private readonly ITraceRoute _toExperiments;
    private readonly ITraceRoute _toCatalogs;
    private readonly WireLimits _limits;
    private readonly int _atOnce;
    private readonly TracingDiagnostics _diagnostics;

    /// <param name="connection">Disposed with the exporter.</param>
    /// <param name="server">What the server takes.</param>
    /// <param name="toExperiments">The way to experiments.</param>
    /// <param name="toCatalogs">The way to Unity Catalog.</param>
    /// <param name="limits">How long texts may be.</param>
    /// <param name="atOnce">How many traces are started at a time.</param>
    /// <param name="diagnostics">Where to complain.</param>
    public MlflowServerExporter(
        ServerConnection connection, ServerNegotiation server, ITraceRoute toExperiments, ITraceRoute toCatalogs, WireLimits limits, int atOnce, TracingDiagnostics diagnostics)
    {
        _connection = connection;
        _server = server;
        _toExperiments = toExperiments;
        _toCatalogs = toCatalogs;
        _limits = limits;
        _atOnce = atOnce;
        _diagnostics = diagnostics;
    }

    public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        Delivery[] deliveries = [.. traces.Select(static trace => new Delivery(trace))];
        await DeliverAsync(deliveries, cancellationToken).ConfigureAwait(false);
        var outcome = new BatchOutcome(_diagnostics);
        foreach (var delivery in deliveries)
        {
            outcome.Add(delivery.Trace, delivery.Failure);
        }

        return outcome.Report();
    }

    public async Task DeliverAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        await _server.SettleAsync(cancellationToken).ConfigureAwait(false);
        var scouts = _connection.IsWell ? 0 : 1;
        await DeliverAsync([.. deliveries.Take(scouts)], gone: null, cancellationToken).ConfigureAwait(false);
        await DeliverAsync([.. deliveries.Skip(scouts)], GoneIn(deliveries), cancellationToken).ConfigureAwait(false);
        if (GoneIn(deliveries) is { IsCancelled: false })
        {
            _server.Forget();
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The failure that the next trace would meet too.</summary>
    private static DeliveryFailure? GoneIn(IEnumerable<Delivery> deliveries)
        => deliveries.Select(delivery => delivery.Failure).FirstOrDefault(failure => failure is { IsServerGone: true } or { IsCancelled: true });

    /// <param name="deliveries">What to deliver.</param>
    /// <param name="gone">Why it need not even be tried.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task DeliverAsync(List<Delivery> deliveries, DeliveryFailure? gone, CancellationToken cancellationToken)
    {
        await Concurrently.ForEachAsync(deliveries, _atOnce, async delivery =>
        {
            delivery.Failure = gone ?? await StartOrExplainAsync(delivery, cancellationToken).ConfigureAwait(false);
            if (delivery.Failure is { IsServerGone: true } or { IsCancelled: true })
            {
                gone = delivery.Failure;
            }
        }).ConfigureAwait(false);

        foreach (var started in deliveries.Where(delivery => delivery.Failure is null).ToLookup(RouteOf))
        {
            await started.Key.UploadAsync([.. started], cancellationToken).ConfigureAwait(false);
            foreach (var delivery in started)
            {
                await FinishAsync(delivery, started.Key, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ITraceRoute RouteOf(Delivery delivery) => CatalogLocation.Of(delivery.Trace.Info.ExperimentId) is null ? _toExperiments : _toCatalogs;

    private async Task<DeliveryFailure?> StartOrExplainAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            delivery.Trace = WithinLimits(delivery.Trace);
            delivery.Since = _connection.Now;
            return await RouteOf(delivery).StartAsync(delivery, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from its server
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new DeliveryFailure(ServerComplaints.NotEncoded(thrown.Message), thrown);
        }
    }

    private static async Task FinishAsync(Delivery delivery, ITraceRoute route, CancellationToken cancellationToken)
    {
        if (delivery.Failure is { } failure)
        {
            delivery.Failure = !delivery.IsStarted ? failure : failure with { Complaint = failure.Complaint.About("the server has it without its spans:") };
        }
        else
        {
            await route.FinishAsync(delivery, cancellationToken).ConfigureAwait(false);
        }
    }

    private Trace WithinLimits(Trace trace)
    {
        var within = trace with { Info = _limits.Apply(trace.Info, out var shortened), Spans = WireLimits.Apply(trace.Spans, out var shortenedTypes) };
        shortened += shortenedTypes;
        if (shortened > 0)
        {
            _diagnostics.Report(ServerComplaints.TextsCut(shortened.ToString(CultureInfo.InvariantCulture), trace.Info.TraceId), count: shortened);
        }

        return within;
    }
}
