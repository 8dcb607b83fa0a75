namespace MLflow.Tracing.Export;

/// <summary>Takes the spans of traces to where the server wants them, once the server knows the traces.</summary>
internal interface ISpanUpload
{
    /// <summary>Uploads all spans, and notes with each delivery if that failed.</summary>
    /// <param name="deliveries">Traces that are started, and parts of traces.</param>
    /// <param name="cancellationToken">Signalled when the time for delivery is up.</param>
    Task UploadAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);
}
