using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Reads single traces from Unity Catalog (protocol 3.10).</summary>
internal sealed class CatalogTraces(CatalogApi api)
{
    /// <returns><see langword="null"/> when there is no such trace.</returns>
    public async Task<TraceInfo?> GetInfoAsync(CatalogTraceId id, CancellationToken cancellationToken)
    {
        var reply = await api.GetInfoAsync(id, cancellationToken).ConfigureAwait(false);
        return reply.IsMissing() ? null : reply.Read(json => TraceInfoJson.Read(json.ObjectIn("trace").ObjectIn("trace_info")), cancellationToken);
    }

    /// <returns><see langword="null"/> when there is no such trace.</returns>
    public async Task<Trace?> GetAsync(CatalogTraceId id, CancellationToken cancellationToken)
    {
        var reply = await api.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return reply.IsMissing() ? null : reply.Read(
            json => JsonFields.Objects(json["traces"]).FirstOrDefault() is { } trace
                ? new Trace(
                    TraceInfoJson.Read(trace.ObjectIn("trace_info")),
                    SpanReader.InOrder(JsonFields.Objects(trace["spans"]).Select(span => OtlpSpanJson.Read(span, id.ToString()))))
                : null,
            cancellationToken);
    }
}
