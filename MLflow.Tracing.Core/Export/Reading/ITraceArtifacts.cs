using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Fetches the files that a server keeps beside a trace. Thread-safe.</summary>
internal interface ITraceArtifacts
{
    /// <param name="info">The trace.</param>
    /// <param name="attachmentId">One of its attachments; <see langword="null"/> means <c>traces.json</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see langword="null"/> when there is no such file.</returns>
    Task<byte[]?> DownloadAsync(TraceInfo info, string? attachmentId, CancellationToken cancellationToken);
}
