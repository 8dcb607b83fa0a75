using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Export;

/// <summary>Stands for Unity Catalog at a server that has none.</summary>
internal sealed class NoCatalogRoute : ITraceRoute
{
    public Task<DeliveryFailure?> StartAsync(Delivery delivery, CancellationToken cancellationToken)
        => Task.FromResult<DeliveryFailure?>(new DeliveryFailure(CatalogComplaints.NoCatalog(delivery.Trace.Info.ExperimentId!)));

    public Task UploadAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FinishAsync(Delivery delivery, CancellationToken cancellationToken) => Task.CompletedTask;
}
