using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Pushes spans by OTLP, those of several traces at once where the server takes that, and as files where it has no such route.</summary>
/// <param name="api">The server.</param>
/// <param name="server">What it takes.</param>
/// <param name="files">What takes the spans otherwise.</param>
/// <param name="atOnce">How many requests at a time.</param>
/// <param name="maxSpans">Traces share a request up to this number of spans; a larger one has its own.</param>
/// <param name="diagnostics">Where to tell what is worse than it could be.</param>
internal sealed class OtlpSpanUpload(MlflowApi api, ServerNegotiation server, ISpanUpload files, int atOnce, int maxSpans, TracingDiagnostics diagnostics) : ISpanUpload
{
    /// <summary>The value of <see cref="TraceTagKey.SpansLocation"/> that stands for the server's database.</summary>
    private const string Database = "TRACKING_STORE";

    public async Task UploadAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var features = server.Features;
        if (features.HasOtlp)
        {
            await Concurrently.ForEachAsync(Grouped(deliveries, features.MixesTraces), atOnce, group => PushAsync(group, cancellationToken)).ConfigureAwait(false);
        }

        var left = deliveries.Where(delivery => delivery is { Failure: null, IsPushed: false }).ToList();
        await files.UploadAsync(left, cancellationToken).ConfigureAwait(false);
        left.ForEach(WarnWhereSpansAreHidden);
        if (features.WantsCopy)
        {
            await CopyAsync(deliveries.Where(delivery => delivery is { IsPushed: true, Started: not null }).ToList(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Traces of one experiment that fit into a request.</summary>
    private List<List<Delivery>> Grouped(IReadOnlyList<Delivery> deliveries, bool mixesTraces)
    {
        var groups = new List<List<Delivery>>();
        foreach (var experiment in deliveries.GroupBy(delivery => delivery.ExperimentId, StringComparer.Ordinal))
        {
            var spans = int.MaxValue;
            foreach (var delivery in experiment)
            {
                if (!mixesTraces || spans > maxSpans - delivery.Trace.Spans.Count)
                {
                    groups.Add([]);
                    spans = 0;
                }

                groups[groups.Count - 1].Add(delivery);
                spans += delivery.Trace.Spans.Count;
            }
        }

        return groups;
    }

    /// <summary>A server stores the whole of a request or refuses it. One bad trace must not lose the others, so a refused mixture is sent trace by trace.</summary>
    private async Task PushAsync(List<Delivery> group, CancellationToken cancellationToken)
    {
        await TryPushAsync(group, cancellationToken).ConfigureAwait(false);
        if (group.Count == 1 || group[0].Failure is not { } refusal || refusal is { IsServerGone: true } or { IsCancelled: true } or { ConcernsEveryTrace: true })
        {
            return;
        }

        foreach (var delivery in group)
        {
            delivery.Failure = null;
            if (server.Features.HasOtlp)
            {
                await TryPushAsync([delivery], cancellationToken).ConfigureAwait(false);
            }
        }

        if (group.All(delivery => delivery.IsPushed))
        {
            server.Learn(known => known with { MixesTraces = false });
        }
    }

    private async Task TryPushAsync(List<Delivery> group, CancellationToken cancellationToken)
    {
        DeliveryFailure? failure;
        try
        {
            IReadOnlyList<Span> spans = group.Count == 1 ? group[0].Trace.Spans : [.. group.SelectMany(delivery => delivery.Trace.Spans)];
            failure = await TryPushAsync(spans, group[0], cancellationToken).ConfigureAwait(false) is { } refusal ? DeliveryFailure.From(refusal) : null;
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from its server
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = new DeliveryFailure(ServerComplaints.NotEncoded(thrown.Message), thrown);
        }

        foreach (var delivery in group)
        {
            delivery.IsPushed = failure is null;

            // Without the route there are still the files.
            delivery.Failure = server.Features.HasOtlp ? failure : null;
        }
    }

    /// <returns>The answer that says no; <see langword="null"/> when all was taken.</returns>
    private async Task<ServerReply?> TryPushAsync(IReadOnlyList<Span> spans, Delivery first, CancellationToken cancellationToken)
    {
        for (var next = 0; next < spans.Count;)
        {
            var body = OtlpTraceRequest.Write(spans, next, out next);
            var compresses = server.Features.TakesGzip && body.Count >= MlflowApi.MinGzipBytes;
            var reply = await PushAsync(compresses).ConfigureAwait(false);
            if (compresses && reply.Status is 400 or 415)
            {
                reply = await PushAsync(compresses: false).ConfigureAwait(false);
                if (reply.IsSuccess)
                {
                    server.Learn(known => known with { TakesGzip = false });
                }
            }

            if (MeansThatTheRouteIsMissing(reply) && server.Learn(known => known with { HasOtlp = false }))
            {
                diagnostics.Report(ServerComplaints.NoOtlp(reply.ToString()));
            }

            if (!reply.IsSuccess)
            {
                return reply;
            }

            // After an answer that is no success a request may still be on its way.
            ProtobufWriter.Recycle(body);

            Task<ServerReply> PushAsync(bool compresses) => api.PushSpansAsync(body, first.ExperimentId, compresses, first.Since, cancellationToken);
        }

        return null;
    }

    /// <summary>A server before 3.4 (404, 405) or one with a file store (501). A 404 may also be about the experiment.</summary>
    private static bool MeansThatTheRouteIsMissing(ServerReply reply)
        => reply.Status is 405 or 501 || (reply.Status == 404 && reply.ErrorCode != "RESOURCE_DOES_NOT_EXIST");

    /// <summary>The server has the spans; whether it takes the copy as well does not decide about the trace.</summary>
    private async Task CopyAsync(List<Delivery> pushed, CancellationToken cancellationToken)
    {
        await files.UploadAsync(pushed, cancellationToken).ConfigureAwait(false);
        pushed.ForEach(delivery => delivery.Failure = null);
    }

    private void WarnWhereSpansAreHidden(Delivery delivery)
    {
        if (delivery.Failure is null && (string?)delivery.Started?.Json?.SelectToken($"trace.trace_info.tags['{TraceTagKey.SpansLocation}']") == Database)
        {
            diagnostics.Report(ServerComplaints.SpansHidden(delivery.Trace.Info.TraceId));
        }
    }
}
