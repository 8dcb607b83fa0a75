namespace MLflow.Tracing.Wire;

/// <summary>The calls that fetch the files of a trace (protocol 2.8, 3.3, 3.10), each as one request.</summary>
internal sealed class ArtifactApi(ServerConnection connection)
{
    public const string TracesFile = "traces.json";

    /// <summary>Through the server's artifact proxy.</summary>
    public Task<ServerReply> GetAsync(ArtifactLocation location, string file, CancellationToken cancellationToken)
        => connection.SendAsync(new ServerRequest(HttpMethod.Get, new Uri($"{location.ProxyAddress(connection.Address)}/{file}"))
        {
            IsAuthenticated = location.IsOn(connection.Address),
        },
        cancellationToken);

    /// <summary>By the way of MLflow's own web pages, where the server itself goes for the file: to its database, its disk, or a cloud.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="attachmentId">One of its attachments; <see langword="null"/> means the spans.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ServerReply> GetByTraceAsync(string traceId, string? attachmentId, CancellationToken cancellationToken)
    {
        var path = attachmentId is null ? string.Empty : $"&path={attachmentId}";
        return connection.GetAsync($"/ajax-api/2.0/mlflow/get-trace-artifact?request_id={Uri.EscapeDataString(traceId)}{path}", cancellationToken);
    }

    /// <summary>Asks Databricks where the spans of a trace can be downloaded.</summary>
    public Task<ServerReply> GetDownloadCredentialsAsync(string traceId, CancellationToken cancellationToken)
        => connection.GetAsync($"/api/2.0/mlflow/traces/{Uri.EscapeDataString(traceId)}/credentials-for-data-download", cancellationToken);

    /// <summary>Downloads from a signed address, which has credentials of its own.</summary>
    public Task<ServerReply> DownloadAsync(Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
        => connection.SendAsync(new ServerRequest(HttpMethod.Get, address) { Headers = headers, IsAuthenticated = false }, cancellationToken);
}
