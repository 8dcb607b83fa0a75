namespace MLflow.Tracing.Export;

/// <summary>The way of traces to one kind of place on a server: experiments, or Unity Catalog.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface ITraceRoute : ISpanUpload
{
    /// <summary>Tells the server of a trace, so that it can take the spans, and notes that with the delivery. Of a part of a trace, and of what an earlier try has started, it tells nothing.</summary>
    /// <returns>Why it failed; <see langword="null"/> when it did not.</returns>
    Task<DeliveryFailure?> StartAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Ends the delivery of a trace whose spans arrived: delivers what else belongs to it, and reports what of that does not arrive.</summary>
    Task FinishAsync(Delivery delivery, CancellationToken cancellationToken);
}
