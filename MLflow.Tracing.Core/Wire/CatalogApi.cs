using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>The calls of a Databricks workspace that concern traces in Unity Catalog (protocol 3.10), each as one request.</summary>
/// <param name="connection">The workspace.</param>
/// <param name="warehouse">The SQL warehouse that reads them; <see langword="null"/> leaves it to the workspace.</param>
internal sealed class CatalogApi(ServerConnection connection, string? warehouse = null)
{
    private const string Traces = "/api/4.0/mlflow/traces";
    private const string TableHeader = "X-Databricks-UC-Table-Name";

    /// <summary>CreateTraceInfo: says what a trace is about. The answer, of the same form, may name the table of the spans.</summary>
    /// <param name="info">The trace.</param>
    /// <param name="location">Its place.</param>
    /// <param name="since">When its delivery began.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ServerReply> CreateInfoAsync(TraceInfo info, CatalogLocation location, TimeSpan since, CancellationToken cancellationToken)
        => connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At(PathOf(location, $"{WireId.DigitsOf(info.TraceId)}/info"))) { Body = TraceInfoJson.CatalogBody(info, location), Since = since },
            cancellationToken);

    /// <summary>Pushes spans by OTLP.</summary>
    /// <param name="otlpRequest">The body.</param>
    /// <param name="table">The table they belong to, with catalog and schema.</param>
    /// <param name="since">When their delivery began.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ServerReply> PushSpansAsync(ArraySegment<byte> otlpRequest, string table, TimeSpan since, CancellationToken cancellationToken)
        => connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At("/api/2.0/otel/v1/traces"))
            {
                Body = otlpRequest,
                ContentType = OtlpTraceRequest.ContentType,
                Headers = [new(TableHeader, table)],
                Since = since,
            },
            cancellationToken);

    public Task<ServerReply> GetInfoAsync(CatalogTraceId id, CancellationToken cancellationToken)
        => connection.GetAsync($"{PathOf(id.Location, $"{id.Digits}/info")}{(warehouse is null ? string.Empty : $"?{Warehouse}")}", cancellationToken);

    /// <summary>The trace with its spans.</summary>
    public Task<ServerReply> GetAsync(CatalogTraceId id, CancellationToken cancellationToken)
        => connection.GetAsync($"{PathOf(id.Location, "batchGet")}?trace_ids={id.Digits}{(warehouse is null ? string.Empty : $"&{Warehouse}")}", cancellationToken);

    private string Warehouse => $"sql_warehouse_id={Uri.EscapeDataString(warehouse!)}";

    private static string PathOf(CatalogLocation location, string rest) => $"{Traces}/{Uri.EscapeDataString(location.ToString())}/{rest}";
}
