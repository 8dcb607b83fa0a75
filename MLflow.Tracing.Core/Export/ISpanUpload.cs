using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Takes the spans of a trace to where the server wants them, once the server knows the trace.</summary>
internal interface ISpanUpload
{
    /// <summary>Uploads all spans.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="experimentId">Its experiment.</param>
    /// <param name="started">The server's answer to StartTraceV3; <see langword="null"/> for a part of a trace, which only the process that began it starts.</param>
    /// <param name="cancellationToken">Signalled when the time for delivery is up.</param>
    /// <returns>Why it failed; <see langword="null"/> when it did not.</returns>
    Task<DeliveryFailure?> UploadAsync(Trace trace, string experimentId, ServerReply? started, CancellationToken cancellationToken);
}
