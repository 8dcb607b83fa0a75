using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>A server on a local socket that says yes to every trace and remembers, in order, what it was sent.</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Task _serving;

    public TraceReceiver()
    {
        Uri = UnusedUri();
        _listener.Prefixes.Add($"{Uri}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Uri { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>An address at which nobody listens.</summary>
    public static string UnusedUri()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // closed by DisposeAsync
                return;
            }

            var request = await ReadAsync(context.Request);
            _requests.Enqueue(request);
            await AnswerAsync(context.Response, request);
        }
    }

    private static async Task<ReceivedRequest> ReadAsync(HttpListenerRequest request)
    {
        await using var body = request.Headers["Content-Encoding"] == "gzip"
            ? new GZipStream(request.InputStream, CompressionMode.Decompress)
            : request.InputStream;
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return new ReceivedRequest($"{request.HttpMethod} {request.Url!.AbsolutePath}", request.Headers["x-mlflow-experiment-id"], bytes.ToArray());
    }

    /// <summary>The start of a trace is answered with the trace, as a server does; everything else with nothing.</summary>
    private static async Task AnswerAsync(HttpListenerResponse response, ReceivedRequest request)
    {
        response.StatusCode = 200;
        if (request.Route == ReceivedRequest.StartTrace)
        {
            response.ContentType = "application/json";
            await response.OutputStream.WriteAsync(request.Body);
        }
        else
        {
            response.ContentType = "application/x-protobuf";
        }

        response.Close();
    }
}
