using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Export;

/// <summary>Uploads the spans of each trace as a file of its own, a few at a time.</summary>
/// <param name="atOnce">How many at a time.</param>
/// <param name="upload">Uploads one trace, and says why it failed.</param>
internal sealed class FileSpanUpload(int atOnce, Func<Delivery, CancellationToken, Task<DeliveryFailure?>> upload) : ISpanUpload
{
    public Task UploadAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
        => Concurrently.ForEachAsync(deliveries, atOnce, async delivery => delivery.Failure = await UploadAsync(delivery, cancellationToken).ConfigureAwait(false));

    private async Task<DeliveryFailure?> UploadAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Trace.Info.IsPart)
        {
            // What is uploaded here would replace the spans of the process that began the trace.
            return new DeliveryFailure(ServerComplaints.PartNotTaken());
        }

        if (delivery.Started is null)
        {
            // An earlier try has started it, but the place for its files is not known any more: the next try begins anew.
            delivery.IsStarted = false;
            return new DeliveryFailure(ServerComplaints.StartedElsewhere()) { MayPass = true };
        }

        try
        {
            return await upload(delivery, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from its server
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new DeliveryFailure(ServerComplaints.NotEncoded(thrown.Message), thrown);
        }
    }
}
