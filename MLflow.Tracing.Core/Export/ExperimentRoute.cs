using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Takes traces to experiments: StartTraceV3, or the two calls of V2 where that is missing, then attachments and spans.</summary>
/// <param name="api">The server.</param>
/// <param name="server">What it takes.</param>
/// <param name="spans">What takes the spans.</param>
/// <param name="attachments">What takes the attachments.</param>
/// <param name="experiments">What finds the experiment.</param>
/// <param name="diagnostics">Where to complain.</param>
internal sealed class ExperimentRoute(MlflowApi api, ServerNegotiation server, ISpanUpload spans, AttachmentUpload attachments, ExperimentResolver experiments, TracingDiagnostics diagnostics) : ITraceRoute
{
    public async Task<DeliveryFailure?> StartAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var trace = delivery.Trace;
        var (experimentId, unresolved) = trace.Info.ExperimentId is { } own ? (own, null) : await experiments.ResolveAsync(cancellationToken).ConfigureAwait(false);
        if (experimentId is null)
        {
            return unresolved;
        }

        delivery.ExperimentId = experimentId;
        if (trace.Info.IsPart)
        {
            return null;
        }

        if (delivery.IsStarted && server.Features is { HasOtlp: true, WantsCopy: false })
        {
            // Nothing tells whether the attachments arrived: the same files once more change nothing. Spans in a file would need the answer that names their place.
            delivery.Attachments = await attachments.UploadAsync(trace, started: null, cancellationToken).ConfigureAwait(false);
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
        delivery.Attachments = await attachments.UploadAsync(trace, started, cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task UploadAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) => spans.UploadAsync(deliveries, cancellationToken);

    public async Task FinishAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Trace.Info.IsPart)
        {
            // The server knows of a trace that another process began, and of the place for its files, no later than from these spans.
            delivery.Attachments = await attachments.UploadAsync(delivery.Trace, started: null, cancellationToken).ConfigureAwait(false);
        }

        delivery.Attachments?.Report();
    }

    private async Task<ServerReply> StartTraceAsync(TraceInfo info, Delivery delivery, CancellationToken cancellationToken)
    {
        if (!server.Features.HasTraceV3)
        {
            return await api.StartTraceV2Async(info, delivery.ExperimentId, delivery.Since, cancellationToken).ConfigureAwait(false);
        }

        var started = await api.StartTraceAsync(info, delivery.ExperimentId, delivery.Since, cancellationToken).ConfigureAwait(false);
        if (started is not { Status: 404, ErrorCode: "ENDPOINT_NOT_FOUND" })
        {
            return started;
        }

        var inOldForm = await api.StartTraceV2Async(info, delivery.ExperimentId, delivery.Since, cancellationToken).ConfigureAwait(false);
        if (inOldForm.IsSuccess && server.Learn(known => known with { HasTraceV3 = false, HasOtlp = false }))
        {
            diagnostics.Report(ServerComplaints.OldTraceApi(started.ToString()));
        }

        // What knows neither form is no MLflow server, and the first answer says so.
        return inOldForm.Status is 404 or 405 ? started : inOldForm;
    }
}
