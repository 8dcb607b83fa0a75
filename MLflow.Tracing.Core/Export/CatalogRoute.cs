using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// Takes traces to Unity Catalog: what a trace is about by MLflow's API V4, its spans by OTLP into a table (protocol 3.10). As for experiments, the trace comes first. Spans go trace by trace and
/// uncompressed: nobody says that a workspace takes more.
/// </summary>
/// <param name="api">The workspace.</param>
/// <param name="atOnce">How many traces' spans are pushed at a time.</param>
/// <param name="diagnostics">Where to complain.</param>
internal sealed class CatalogRoute(CatalogApi api, int atOnce, TracingDiagnostics diagnostics) : ITraceRoute
{
    public async Task<DeliveryFailure?> StartAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var trace = delivery.Trace;
        if (trace.Info.IsPart || delivery.IsStarted)
        {
            return null;
        }

        var location = LocationOf(delivery);
        var created = await api.CreateInfoAsync(trace.Info, location, delivery.Since, cancellationToken).ConfigureAwait(false);
        if (!created.IsSuccess)
        {
            return FailureOf(created, location);
        }

        delivery.Started = created;
        delivery.IsStarted = true;
        return null;
    }

    public Task UploadAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
        => Concurrently.ForEachAsync(deliveries, atOnce, async delivery => delivery.Failure = await PushOrExplainAsync(delivery, cancellationToken).ConfigureAwait(false));

    public Task FinishAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var attachments = new AttachmentFailures(delivery.Trace, diagnostics);
        attachments.AddRest(new DeliveryFailure(CatalogComplaints.NoPlaceForFiles(LocationOf(delivery).ToString())));
        attachments.Report();
        return Task.CompletedTask;
    }

    private async Task<DeliveryFailure?> PushOrExplainAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await PushAsync(delivery, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from its server
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new DeliveryFailure(ServerComplaints.NotEncoded(thrown.Message), thrown);
        }
    }

    private async Task<DeliveryFailure?> PushAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var location = LocationOf(delivery);
        var table = location.SpansTableIn(delivery.Started?.Json) ?? location.SpansTable;
        var spans = delivery.Trace.Spans;
        for (var next = 0; next < spans.Count;)
        {
            var body = OtlpTraceRequest.Write(spans, next, out next);
            var reply = await api.PushSpansAsync(body, table, delivery.Since, cancellationToken).ConfigureAwait(false);
            if (!reply.IsSuccess)
            {
                return FailureOf(reply, location);
            }

            ProtobufWriter.Recycle(body);
            ReportRejected(reply, delivery.Trace.Info.TraceId);
        }

        delivery.IsPushed = true;
        return null;
    }

    private void ReportRejected(ServerReply reply, string traceId)
    {
        var (rejected, reason) = OtlpTraceResponse.Read(reply);
        if (rejected > 0)
        {
            diagnostics.Report(CatalogComplaints.SpansRejected(rejected.ToString(CultureInfo.InvariantCulture), traceId, SecretText.Without(reason, reply.Secrets)), count: rejected);
        }
    }

    private static CatalogLocation LocationOf(Delivery delivery) => CatalogLocation.Of(delivery.Trace.Info.ExperimentId)!;

    private static DeliveryFailure FailureOf(ServerReply reply, CatalogLocation location)
    {
        var failure = DeliveryFailure.From(reply);
        return reply.IsWebPage ? failure : reply.Status switch
        {
            403 => failure with { Complaint = CatalogComplaints.Forbidden(reply.ToString(), location.ToString()) },
            404 or 405 => failure with { Complaint = CatalogComplaints.NoLocation(reply.ToString(), location.ToString()) },
            _ => failure,
        };
    }
}
