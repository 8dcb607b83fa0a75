using System.Runtime.InteropServices;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Stores the attachments of a trace among its artifacts (protocol 2.8). One that cannot be stored is counted; the trace is delivered all the same.</summary>
/// <param name="api">The server.</param>
/// <param name="traces">Knows where the artifacts of a trace belong that another process began.</param>
/// <param name="diagnostics">Where to complain.</param>
internal sealed class AttachmentUpload(MlflowApi api, TraceApi traces, TracingDiagnostics diagnostics)
{
    /// <param name="trace">The trace.</param>
    /// <param name="started">The server's answer to StartTraceV3; <see langword="null"/> when it is not at hand, and the server is asked.</param>
    /// <param name="cancellationToken">Signalled when the time for delivery is up.</param>
    /// <returns>What did not arrive, not reported yet: if the spans fail too, the trace may be delivered once more. <see langword="null"/> when there are no attachments.</returns>
    public async Task<AttachmentFailures?> UploadAsync(Trace trace, ServerReply? started, CancellationToken cancellationToken)
    {
        if (trace.Attachments.Count == 0)
        {
            return null;
        }

        var failures = new AttachmentFailures(trace, diagnostics);
        try
        {
            var place = started ?? await traces.GetInfoAsync(trace.Info.TraceId, cancellationToken).ConfigureAwait(false);
            if (!place.IsSuccess)
            {
                failures.AddRest(FailureOf(place));
            }
            else if (ArtifactLocation.In(place) is not { } text)
            {
                failures.AddRest(new DeliveryFailure(AttachmentComplaints.NoPlace(place.Request.ToString())));
            }
            else if (!ArtifactLocation.TryParse(text, out var location))
            {
                failures.AddRest(new DeliveryFailure(AttachmentComplaints.ForeignPlace(text)));
            }
            else
            {
                await UploadAsync(trace, location, failures, cancellationToken).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // whatever keeps the attachments from the server must not keep the spans from it
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failures.AddRest(new DeliveryFailure(AttachmentComplaints.NotSent(thrown.Message), thrown));
        }

        return failures;
    }

    /// <summary>The bytes without a copy, where they are a whole array.</summary>
    public static ArraySegment<byte> ContentOf(TraceAttachment attachment)
        => MemoryMarshal.TryGetArray(attachment.Content, out var content) ? content : new ArraySegment<byte>(attachment.Content.ToArray());

    private async Task UploadAsync(Trace trace, ArtifactLocation location, AttachmentFailures failures, CancellationToken cancellationToken)
    {
        foreach (var attachment in trace.Attachments)
        {
            var failure = await UploadAsync(attachment, location, cancellationToken).ConfigureAwait(false);
            if (failure is { IsServerGone: true } or { IsCancelled: true })
            {
                failures.AddRest(failure);
                return;
            }

            failures.Add(failure);
        }
    }

    private async Task<DeliveryFailure?> UploadAsync(TraceAttachment attachment, ArtifactLocation location, CancellationToken cancellationToken)
    {
        var file = AttachmentUri.FileOf(attachment.AttachmentId);
        var content = ContentOf(attachment);
        if (location.Folder is { } folder)
        {
            var path = Path.Combine(folder, file);
            return ArtifactFolder.TryWrite(path, content) is { } refused ? new DeliveryFailure(AttachmentComplaints.Unwritable(path, refused.Message), refused) : null;
        }

        var reply = await api.PutFileAsync(location, file, content, attachment.ContentType, cancellationToken).ConfigureAwait(false);
        return reply.IsSuccess ? null : FailureOf(reply);
    }

    private static DeliveryFailure FailureOf(ServerReply reply) => DeliveryFailure.From(reply) with { Complaint = AttachmentComplaints.NotTaken(reply.ToString()) };
}
