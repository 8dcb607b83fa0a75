using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Reads stored traces. Thread-safe.</summary>
internal interface ITraceReader
{
    /// <returns><see langword="null"/> when there is no such trace.</returns>
    Task<TraceInfo?> GetInfoAsync(string traceId, CancellationToken cancellationToken);

    /// <returns><see langword="null"/> when there is no such trace.</returns>
    Task<Trace?> GetAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>Everything that matches, read page by page as it is asked for.</summary>
    IAsyncEnumerable<Trace> SearchAsync(TraceQuery query, CancellationToken cancellationToken);

    /// <summary>One page of what matches.</summary>
    Task<TracePage> SearchPageAsync(TraceQuery query, string? pageToken, CancellationToken cancellationToken);

    /// <returns>The bytes of an attachment, or <see langword="null"/> when there is none of that id.</returns>
    Task<byte[]?> GetAttachmentAsync(TraceInfo info, string attachmentId, CancellationToken cancellationToken);
}
