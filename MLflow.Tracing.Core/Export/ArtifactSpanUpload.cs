using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Stores spans as the file <c>traces.json</c> among the trace's artifacts (protocol 3.3): through the server's proxy, or in a folder.</summary>
internal sealed class ArtifactSpanUpload(MlflowApi api)
{
    /// <summary>Uploads the spans of a trace that is started.</summary>
    /// <returns>Why it failed; <see langword="null"/> when it did not.</returns>
    public async Task<DeliveryFailure?> UploadAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var (trace, started) = (delivery.Trace, delivery.Started!);
        if (ArtifactLocation.In(started) is not { } text)
        {
            return new DeliveryFailure(ServerComplaints.NoPlaceForSpans(started.Request.ToString(), TraceTagKey.ArtifactLocation));
        }

        if (!ArtifactLocation.TryParse(text, out var location))
        {
            return new DeliveryFailure(ServerComplaints.ForeignPlaceForSpans(text));
        }

        if (location.Folder is not null)
        {
            return Store(trace, location.Folder);
        }

        var reply = await api.PutFileAsync(location, ArtifactApi.TracesFile, SpanJson.TracesFile(trace.Spans), ServerRequest.Json, cancellationToken, delivery.Since).ConfigureAwait(false);
        return reply.IsSuccess ? null : DeliveryFailure.From(reply);
    }

    private static DeliveryFailure? Store(Trace trace, string folder)
    {
        var path = Path.Combine(folder, ArtifactApi.TracesFile);
        return ArtifactFolder.TryWrite(path, SpanJson.TracesFile(trace.Spans)) is { } refused
            ? new DeliveryFailure(ServerComplaints.UnwritablePlaceForSpans(path, refused.Message), refused)
            : null;
    }
}
