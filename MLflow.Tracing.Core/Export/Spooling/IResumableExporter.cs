namespace MLflow.Tracing.Export.Spooling;

/// <summary>An exporter that tells what became of each trace, and can go on where an earlier try ended.</summary>
internal interface IResumableExporter : ITraceExporter
{
    /// <summary>Delivers some traces, notes with each why it did not arrive and whether the server knows it, and reports nothing of that.</summary>
    /// <param name="deliveries">The traces, oldest first.</param>
    /// <param name="cancellationToken">Signalled when the time for delivery is up.</param>
    Task DeliverAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);
}
