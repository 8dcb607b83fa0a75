using System.Globalization;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>The calls of a tracking server that delivery needs (protocol 3.1), each as one request.</summary>
internal sealed class MlflowApi(ServerConnection connection)
{
    private const string ExperimentIdHeader = "x-mlflow-experiment-id";
    private const string TracesFile = "traces.json";

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

    /// <summary>Uploads <c>traces.json</c> through the server's artifact proxy.</summary>
    public Task<ServerReply> PutTracesFileAsync(ArtifactLocation location, IReadOnlyList<Span> spans, CancellationToken cancellationToken)
    {
        var folder = location.ProxyAddress(connection.Address);
        var request = new ServerRequest(HttpMethod.Put, new Uri($"{folder}/{TracesFile}"))
        {
            Body = SpanJson.TracesFile(spans),

            // The location is what any user gave an experiment: credentials go to the server the program was given, and to no other.
            IsAuthenticated = string.Equals(new Uri(folder).Host, new Uri(connection.Address).Host, StringComparison.OrdinalIgnoreCase),
        };
        return connection.SendAsync(request, cancellationToken);
    }

    public Task<ServerReply> FindExperimentAsync(string name, CancellationToken cancellationToken)
        => GetAsync($"/api/2.0/mlflow/experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}", cancellationToken);

    public Task<ServerReply> CreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        var body = Utf8Json.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("name");
            writer.WriteValue(name);
            writer.WriteEndObject();
        });
        return connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At("/api/2.0/mlflow/experiments/create")) { Body = body },
            cancellationToken);
    }

    /// <summary>Asks Databricks where the spans of a trace may be uploaded (protocol 3.10).</summary>
    public Task<ServerReply> GetUploadCredentialsAsync(string traceId, CancellationToken cancellationToken)
        => GetAsync(string.Format(CultureInfo.InvariantCulture, "/api/2.0/mlflow/traces/{0}/credentials-for-data-upload", Uri.EscapeDataString(traceId)), cancellationToken);

    /// <summary>Sends a request that another system has made up.</summary>
    public Task<ServerReply> SendAsync(ServerRequest request, CancellationToken cancellationToken)
        => connection.SendAsync(request, cancellationToken);

    private Task<ServerReply> GetAsync(string path, CancellationToken cancellationToken)
        => connection.SendAsync(new ServerRequest(HttpMethod.Get, connection.At(path)), cancellationToken);
}
