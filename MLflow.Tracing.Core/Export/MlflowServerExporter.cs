using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// Delivers traces to a tracking server: StartTraceV3, then attachments and spans. In this order a repeated upload changes nothing; in the
/// other one the server counts tokens and cost twice (protocol 3.5). Of a part of a trace only spans and attachments are delivered.
/// </summary>
/// <remarks>One trace after the other. A failure is reported once a batch and kind; the next trace is tried all the same, unless nobody answers.</remarks>
internal sealed class MlflowServerExporter : ITraceExporter
{
    private readonly ServerConnection _connection;
    private readonly MlflowApi _api;
    private readonly ISpanUpload _spans;
    private readonly AttachmentUpload _attachments;
    private readonly ExperimentResolver _experiments;
    private readonly WireLimits _limits;
    private readonly TracingDiagnostics _diagnostics;

    /// <param name="connection">Disposed with the exporter.</param>
    /// <param name="api">The calls on it.</param>
    /// <param name="spans">What takes the spans.</param>
    /// <param name="attachments">What takes the attachments.</param>
    /// <param name="experiments">What finds the experiment.</param>
    /// <param name="limits">How long texts may be.</param>
    /// <param name="diagnostics">Where to complain.</param>
    public MlflowServerExporter(
        ServerConnection connection,
        MlflowApi api,
        ISpanUpload spans,
        AttachmentUpload attachments,
        ExperimentResolver experiments,
        WireLimits limits,
        TracingDiagnostics diagnostics)
    {
        _connection = connection;
        _api = api;
        _spans = spans;
        _attachments = attachments;
        _experiments = experiments;
        _limits = limits;
        _diagnostics = diagnostics;
    }

    public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        var outcome = new BatchOutcome(_diagnostics);
        DeliveryFailure? serverIsGone = null;
        foreach (var trace in traces)
        {
            var failure = serverIsGone ?? await DeliverOrExplainAsync(trace, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                outcome.AddDelivered();
                continue;
            }

            outcome.AddFailed(trace, failure);
            serverIsGone = failure.IsServerGone || failure.IsCancelled ? failure : null;
        }

        return outcome.Report();
    }

    public void Dispose() => _connection.Dispose();

    private async Task<DeliveryFailure?> DeliverOrExplainAsync(Trace trace, CancellationToken cancellationToken)
    {
        try
        {
            return await DeliverAsync(trace, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from its server
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new DeliveryFailure(ServerComplaints.NotEncoded(thrown.Message), thrown);
        }
    }

    private async Task<DeliveryFailure?> DeliverAsync(Trace trace, CancellationToken cancellationToken)
    {
        var experimentId = trace.Info.ExperimentId;
        if (experimentId is null)
        {
            (experimentId, var unresolved) = await _experiments.ResolveAsync(cancellationToken).ConfigureAwait(false);
            if (experimentId is null)
            {
                return unresolved;
            }
        }

        trace = WithinLimits(trace);
        if (trace.Info.IsPart)
        {
            return await DeliverPartAsync(trace, experimentId, cancellationToken).ConfigureAwait(false);
        }

        var started = await _api.StartTraceAsync(trace.Info, experimentId, cancellationToken).ConfigureAwait(false);
        if (!started.IsSuccess)
        {
            return DeliveryFailure.From(started);
        }

        // Whoever sees the spans finds what they refer to.
        await _attachments.UploadAsync(trace, started, cancellationToken).ConfigureAwait(false);
        var failure = await _spans.UploadAsync(trace, experimentId, started, cancellationToken).ConfigureAwait(false);
        return failure is null ? null : failure with { Complaint = failure.Complaint.About("the server has it without its spans:") };
    }

    /// <summary>The server knows of a trace that another process began, and of the place for its files, no later than from these spans.</summary>
    private async Task<DeliveryFailure?> DeliverPartAsync(Trace part, string experimentId, CancellationToken cancellationToken)
    {
        var failure = await _spans.UploadAsync(part, experimentId, started: null, cancellationToken).ConfigureAwait(false);
        if (failure is null)
        {
            await _attachments.UploadAsync(part, started: null, cancellationToken).ConfigureAwait(false);
        }

        return failure;
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
