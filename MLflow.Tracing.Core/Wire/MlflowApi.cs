using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>The calls of a tracking server that delivery needs (protocol 3.1), each as one request.</summary>
internal sealed class MlflowApi(ServerConnection connection)
{
    private const string ExperimentIdHeader = "x-mlflow-experiment-id";

    /// <summary>StartTraceV3, which in spite of its name says that a trace is finished.</summary>
    public Task<ServerReply> StartTraceAsync(TraceInfo info, string experimentId, CancellationToken cancellationToken)
        => connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At("/api/3.0/mlflow/traces")) { Body = TraceInfoJson.StartTraceBody(info, experimentId) },
            cancellationToken);

    /// <summary>Pushes spans by OTLP, uncompressed: servers before 3.7 do not unpack.</summary>
    public Task<ServerReply> PushSpansAsync(ArraySegment<byte> otlpRequest, string experimentId, CancellationToken cancellationToken)
        => connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At("/v1/traces"))
            {
                Body = otlpRequest,
                ContentType = OtlpTraceRequest.ContentType,
                Headers = [new(ExperimentIdHeader, experimentId)],
            },
            cancellationToken);

    /// <summary>Uploads a file of a trace through the server's artifact proxy.</summary>
    public Task<ServerReply> PutFileAsync(ArtifactLocation location, string file, ArraySegment<byte> content, string contentType, CancellationToken cancellationToken)
    {
        var request = new ServerRequest(HttpMethod.Put, new Uri($"{location.ProxyAddress(connection.Address)}/{file}"))
        {
            Body = content,
            ContentType = contentType,
            IsAuthenticated = location.IsOn(connection.Address),
        };
        return connection.SendAsync(request, cancellationToken);
    }

    /// <summary>Asks Databricks where the spans of a trace may be uploaded (protocol 3.10).</summary>
    public Task<ServerReply> GetUploadCredentialsAsync(string traceId, CancellationToken cancellationToken)
        => connection.GetAsync($"/api/2.0/mlflow/traces/{Uri.EscapeDataString(traceId)}/credentials-for-data-upload", cancellationToken);

    /// <summary>Sends a request that another system has made up.</summary>
    public Task<ServerReply> SendAsync(ServerRequest request, CancellationToken cancellationToken)
        => connection.SendAsync(request, cancellationToken);
}
