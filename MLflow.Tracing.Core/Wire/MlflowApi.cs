using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>The calls of a tracking server that delivery needs (protocol 3.1), each as one request.</summary>
internal sealed class MlflowApi(ServerConnection connection)
{
    private const string ExperimentIdHeader = "x-mlflow-experiment-id";
    private const string TracesV2 = "/api/2.0/mlflow/traces";

    /// <summary>A body that fits into a packet or two is not worth the work.</summary>
    public const int MinGzipBytes = 2048;

    private static readonly TimeSpan s_versionLimit = TimeSpan.FromSeconds(3);

    /// <summary>Asks for the server's version: once, briefly and without credentials, as Python does.</summary>
    public Task<ServerReply> GetVersionAsync(CancellationToken cancellationToken)
        => connection.SendAsync(new ServerRequest(HttpMethod.Get, connection.At("/version")) { IsAuthenticated = false, Limit = s_versionLimit }, cancellationToken);

    /// <summary>StartTraceV3, which in spite of its name says that a trace is finished.</summary>
    /// <param name="info">The trace.</param>
    /// <param name="experimentId">Used when the trace itself names no experiment.</param>
    /// <param name="since">When its delivery began.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ServerReply> StartTraceAsync(TraceInfo info, string experimentId, TimeSpan since, CancellationToken cancellationToken)
        => connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At("/api/3.0/mlflow/traces")) { Body = TraceInfoJson.StartTraceBody(info, experimentId), Since = since },
            cancellationToken);

    /// <summary>The same for a server before 3.2, in two calls. The server makes up an id of its own, and its answer to the first call says where the artifacts belong.</summary>
    public async Task<ServerReply> StartTraceV2Async(TraceInfo info, string experimentId, TimeSpan since, CancellationToken cancellationToken)
    {
        var begun = await SendAsync(HttpMethod.Post, TracesV2, TraceInfoV2Json.Begin(info, experimentId)).ConfigureAwait(false);
        if (!begun.IsSuccess || TraceInfoV2Json.IdIn(begun) is not { } id)
        {
            return begun;
        }

        var ended = await SendAsync(JsonRequests.Patch, $"{TracesV2}/{Uri.EscapeDataString(id)}", TraceInfoV2Json.End(info, id)).ConfigureAwait(false);
        return ended.IsSuccess ? begun : ended;

        Task<ServerReply> SendAsync(HttpMethod method, string path, ArraySegment<byte> body)
            => connection.SendAsync(new ServerRequest(method, connection.At(path)) { Body = body, Since = since }, cancellationToken);
    }

    /// <summary>Pushes spans by OTLP.</summary>
    /// <param name="otlpRequest">The body.</param>
    /// <param name="experimentId">Their experiment.</param>
    /// <param name="compresses">Whether it is sent compressed. Servers before 3.7 do not unpack.</param>
    /// <param name="since">When their delivery began.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ServerReply> PushSpansAsync(ArraySegment<byte> otlpRequest, string experimentId, bool compresses, TimeSpan since, CancellationToken cancellationToken)
    {
        var request = new ServerRequest(HttpMethod.Post, connection.At("/v1/traces"))
        {
            Body = otlpRequest,
            ContentType = OtlpTraceRequest.ContentType,
            Headers = [new(ExperimentIdHeader, experimentId)],
            Since = since,
        };
        return connection.SendAsync(compresses ? request.Compressed() : request, cancellationToken);
    }

    /// <summary>Uploads a file of a trace through the server's artifact proxy.</summary>
    public Task<ServerReply> PutFileAsync(ArtifactLocation location, string file, ArraySegment<byte> content, string contentType, CancellationToken cancellationToken, TimeSpan? since = null)
    {
        var request = new ServerRequest(HttpMethod.Put, new Uri($"{location.ProxyAddress(connection.Address)}/{file}"))
        {
            Body = content,
            ContentType = contentType,
            IsAuthenticated = location.IsOn(connection.Address),
            Since = since,
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
