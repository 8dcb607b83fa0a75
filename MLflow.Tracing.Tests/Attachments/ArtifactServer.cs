using System.Collections.Concurrent;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Client;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>Tracing to a server that keeps the files it is given and hands them out again, and a client that reads from it.</summary>
internal sealed class ArtifactServer : IAsyncDisposable
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts/";

    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _traces = new(StringComparer.Ordinal);
    private readonly RecordingServer _server;
    private readonly ClientRun _client;

    /// <param name="script">The answer to a request; <see langword="null"/> leaves it to the server.</param>
    /// <param name="artifactLocation">The place of a trace's files, given its id; <see langword="null"/> means the server's proxy.</param>
    /// <param name="configure">Other options.</param>
    public ArtifactServer(Func<RecordedRequest, ScriptedReply?>? script = null, Func<string, string>? artifactLocation = null, Action<MlflowOptions>? configure = null)
    {
        Location = artifactLocation ?? (static id => $"mlflow-artifacts:/123/traces/{id}/artifacts");
        _server = new RecordingServer(request => script?.Invoke(request) ?? Answer(request));
        var options = new MlflowOptions { ExperimentId = "123" };
        configure?.Invoke(options);
        Diagnostics.Reported += complaint => Complaints.Add(complaint);
        var uri = TrackingUri.Parse(_server.Address);
        var exporter = ExporterFactory.CreateForServer(uri, options, Diagnostics, RetryPolicy.For(options) with { Jitter = _ => TimeSpan.Zero, Wait = (_, _) => Task.CompletedTask });
        Runtime = new TracingRuntime(options, [ExporterFactory.WithSpool(exporter, uri, options, Diagnostics)], Diagnostics);
        Mlflow.Use(Runtime);
        _client = new ClientRun(_server);
    }

    public TracingDiagnostics Diagnostics { get; } = new() { Output = null };

    public ConcurrentBag<TracingDiagnostic> Complaints { get; } = [];

    public TracingRuntime Runtime { get; }

    public Func<string, string> Location { get; }

    /// <summary>The attachments that it was given, by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public MlflowClient Client => _client.Client;

    public IReadOnlyList<RecordedRequest> Requests => _server.Requests;

    public async Task FlushAsync() => Assert.IsTrue(await Runtime.FlushAsync(TimeSpan.FromSeconds(20)), "the queue did not empty in time");

    /// <summary>The inputs that the server was told of the trace that came last.</summary>
    public async Task<string> RequestPreviewAsync()
    {
        await FlushAsync();
        var started = Requests.Last(request => request.Route == RecordedRequest.StartTrace);
        return (string)started.Json.SelectToken("trace.trace_info.request_preview")!;
    }

    public async ValueTask DisposeAsync()
    {
        Mlflow.Use(null);
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private ScriptedReply? Answer(RecordedRequest request)
    {
        if (request.Path.StartsWith(Proxy, StringComparison.Ordinal))
        {
            return request.Method == "PUT" ? Keep(request) : _files.TryGetValue(request.Path, out var content) ? new ScriptedReply(200) { Content = content } : StoredOnServer.Missing;
        }

        if (request.Route == RecordedRequest.StartTrace)
        {
            var id = (string)request.Json.SelectToken("trace.trace_info.trace_id")!;
            return StoredOnServer.Answer(_traces[id] = StoredOnServer.InfoJson(id, Location(id)));
        }

        return request.Method == "GET" && _traces.TryGetValue(request.Path.Split('/')[^1], out var info) ? StoredOnServer.Answer(info) : null;
    }

    private ScriptedReply Keep(RecordedRequest request)
    {
        _files[request.Path] = request.Body;
        return new ScriptedReply(200, "{}");
    }
}
