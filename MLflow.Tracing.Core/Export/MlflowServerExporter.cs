using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// Delivers traces to a tracking server: StartTraceV3, then attachments and spans. In this order a repeated upload changes nothing; in the
/// other one the server counts tokens and cost twice (protocol 3.5). Of a part of a trace only spans and attachments are delivered.
/// </summary>
/// <remarks>
/// Several at once, but the first one alone unless the server is known to be well: it finds out at the price of one trace's tries. A failure is reported once a batch and kind; the
/// other traces are tried all the same, unless nobody answers.
/// </remarks>
internal sealed class MlflowServerExporter : IResumableExporter
{
    private readonly ServerConnection _connection;
    private readonly MlflowApi _api;
    private readonly ServerNegotiation _server;
    private readonly ISpanUpload _spans;
    private readonly AttachmentUpload _attachments;
    private readonly ExperimentResolver _experiments;
    private readonly WireLimits _limits;
    private readonly int _atOnce;
    private readonly TracingDiagnostics _diagnostics;

    /// <param name="connection">Disposed with the exporter.</param>
    /// <param name="api">The calls on it.</param>
    /// <param name="server">What the server takes.</param>
    /// <param name="spans">What takes the spans.</param>
    /// <param name="attachments">What takes the attachments.</param>
    /// <param name="experiments">What finds the experiment.</param>
    /// <param name="limits">How long texts may be.</param>
    /// <param name="atOnce">How many traces are started at a time.</param>
    /// <param name="diagnostics">Where to complain.</param>
    public MlflowServerExporter(
        ServerConnection connection,
        MlflowApi api,
        ServerNegotiation server,
        ISpanUpload spans,
        AttachmentUpload attachments,
        ExperimentResolver experiments,
        WireLimits limits,
        int atOnce,
        TracingDiagnostics diagnostics)
    {
        _connection = connection;
        _api = api;
        _server = server;
        _spans = spans;
        _attachments = attachments;
        _experiments = experiments;
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

        var started = deliveries.Where(delivery => delivery.Failure is null).ToList();
        await _spans.UploadAsync(started, cancellationToken).ConfigureAwait(false);
        foreach (var delivery in started)
        {
            await FinishAsync(delivery, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DeliveryFailure?> StartOrExplainAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(delivery, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from its server
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new DeliveryFailure(ServerComplaints.NotEncoded(thrown.Message), thrown);
        }
    }

    private async Task<DeliveryFailure?> StartAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var trace = delivery.Trace = WithinLimits(delivery.Trace);
        delivery.Since = _connection.Now;
        var (experimentId, unresolved) = trace.Info.ExperimentId is { } own ? (own, null) : await _experiments.ResolveAsync(cancellationToken).ConfigureAwait(false);
        if (experimentId is null)
        {
            return unresolved;
        }

        delivery.ExperimentId = experimentId;
        if (trace.Info.IsPart || (delivery.IsStarted && _server.Features is { HasOtlp: true, WantsCopy: false }))
        {
            // Only the spans are missing; files would need to know their place.
            return null;
        }

        var started = await StartTraceAsync(trace.Info, delivery, cancellationToken).ConfigureAwait(false);
        if (!started.IsSuccess)
        {
            return DeliveryFailure.From(started);
        }

        if (started.Json is null)
        {
            return new DeliveryFailure(ServerComplaints.NoRoute(started.ToString()));
        }

        // Whoever sees the spans finds what they refer to.
        delivery.Started = started;
        delivery.IsStarted = true;
        await _attachments.UploadAsync(trace, started, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<ServerReply> StartTraceAsync(TraceInfo info, Delivery delivery, CancellationToken cancellationToken)
    {
        if (!_server.Features.HasTraceV3)
        {
            return await _api.StartTraceV2Async(info, delivery.ExperimentId, delivery.Since, cancellationToken).ConfigureAwait(false);
        }

        var started = await _api.StartTraceAsync(info, delivery.ExperimentId, delivery.Since, cancellationToken).ConfigureAwait(false);
        if (started is not { Status: 404, ErrorCode: "ENDPOINT_NOT_FOUND" })
        {
            return started;
        }

        var inOldForm = await _api.StartTraceV2Async(info, delivery.ExperimentId, delivery.Since, cancellationToken).ConfigureAwait(false);
        if (inOldForm.IsSuccess && _server.Learn(known => known with { HasTraceV3 = false, HasOtlp = false }))
        {
            _diagnostics.Report(ServerComplaints.OldTraceApi(started.ToString()));
        }

        // What knows neither form is no MLflow server, and the first answer says so.
        return inOldForm.Status is 404 or 405 ? started : inOldForm;
    }

    private async Task FinishAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Failure is { } failure)
        {
            delivery.Failure = !delivery.IsStarted ? failure : failure with { Complaint = failure.Complaint.About("the server has it without its spans:") };
        }
        else if (delivery.Trace.Info.IsPart)
        {
            // The server knows of a trace that another process began, and of the place for its files, no later than from these spans.
            await _attachments.UploadAsync(delivery.Trace, started: null, cancellationToken).ConfigureAwait(false);
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
