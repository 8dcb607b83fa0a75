using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>
/// A server on a local socket that remembers, in order, what it was sent, and answers like an MLflow server unless its script says otherwise.
/// </summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly Func<RecordedRequest, ScriptedReply?> _script;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private int _versionRequests;

    /// <param name="script">The answer to a request; <see langword="null"/> leaves it to the server.</param>
    public RecordingServer(Func<RecordedRequest, ScriptedReply?>? script = null)
    {
        _script = script ?? (_ => null);
        _listener = Listen(out var address);
        Address = address;
        _serving = ServeAsync();
    }

    /// <summary>What it says its version is; without one it does not know the question, as an old server. Questions for it are not among the <see cref="Requests"/>.</summary>
    public string? Version { get; set; }

    /// <summary>How often it was asked for its version.</summary>
    public int VersionRequests => _versionRequests;

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public IReadOnlyList<string> Routes => [.. _requests.Select(request => request.Route)];

    /// <summary>An address at which nobody listens.</summary>
    public static string UnusedAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }

    public async ValueTask DisposeAsync()
    {
        _closing.SetResult();
        _listener.Close();
        await _serving;
    }

    private static HttpListener Listen(out string address)
    {
        while (true)
        {
            address = UnusedAddress();
            var listener = new HttpListener();
            listener.Prefixes.Add($"{address}/");
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException)
            {
                // Another process took the port in between.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        while (true)
        {
            try
            {
                answering.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                await Task.WhenAll(answering);
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var request = await ReadAsync(context.Request);
            if (request.Method == "GET" && request.Path.EndsWith("/version", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _versionRequests);
                Assert.IsNull(request.Header("Authorization"), "Credentials are not needed here.");
                await SendAsync(context.Response, Version is null ? new ScriptedReply(404) : new ScriptedReply(200, Version, "text/plain"));
                return;
            }

            _requests.Enqueue(request);
            var reply = _script(request) ?? Usual(request);
            if (ReferenceEquals(reply, ScriptedReply.Never))
            {
                await _closing.Task;
                return;
            }

            await SendAsync(context.Response, reply);
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client gave up, which some tests want.
        }
    }

    private static async Task<RecordedRequest> ReadAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        var headers = request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
        return new RecordedRequest(request.HttpMethod, request.RawUrl!, headers, body.ToArray());
    }

    private static async Task SendAsync(HttpListenerResponse response, ScriptedReply reply)
    {
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        foreach (var header in reply.Headers)
        {
            response.AddHeader(header.Key, header.Value);
        }

        // Without a length an empty answer would end twice, and the next one be garbage to the client.
        var content = reply.Content ?? Encoding.UTF8.GetBytes(reply.Body);
        response.ContentLength64 = content.Length;
        await response.OutputStream.WriteAsync(content);
        response.Close();
    }

    private static ScriptedReply Usual(RecordedRequest request) => request switch
    {
        { Method: "POST" } when request.Path.EndsWith("/api/3.0/mlflow/traces", StringComparison.Ordinal) => new ScriptedReply(200, WithServerTags(request.Json)),
        { Method: "POST" } when request.Path.EndsWith("/v1/traces", StringComparison.Ordinal) => new ScriptedReply(200, ContentType: "application/x-protobuf"),
        { Method: "PUT" } => new ScriptedReply(200, "{}"),
        _ => ScriptedReply.Error(404, "ENDPOINT_NOT_FOUND", "no such route"),
    };

    private static string WithServerTags(JObject startTrace)
    {
        var info = startTrace["trace"]!["trace_info"]!;
        info["tags"]!["mlflow.artifactLocation"] = $"mlflow-artifacts:/123/traces/{info["trace_id"]}/artifacts";
        return startTrace.ToString();
    }
}
