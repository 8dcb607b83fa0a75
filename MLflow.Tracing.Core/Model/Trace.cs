namespace MLflow.Tracing.Model;

/// <summary>A finished trace: what it is about, and its spans. Immutable, hence safe to share between threads.</summary>
/// <param name="Info">Identity, times, state, tags and metadata.</param>
/// <param name="Spans">The spans in order of their start; the root comes first.</param>
/// <example>
/// <code>
/// if (await client.GetTraceAsync(traceId) is { } trace)
/// {
///     Console.WriteLine($"{trace.Info.RequestPreview} -> {trace.Info.ResponsePreview} ({trace.Spans.Count} spans)");
/// }
/// </code>
/// </example>
public sealed record Trace(TraceInfo Info, IReadOnlyList<Span> Spans)
{
    /// <summary>
    /// The binary values that spans refer to (<c>mlflow-attachment://…</c>), for exporters to deliver. Empty for a trace that was read back: <see cref="MlflowClient.GetAttachmentAsync"/> fetches one.
    /// </summary>
    public IReadOnlyList<TraceAttachment> Attachments { get; init; } = [];
}
