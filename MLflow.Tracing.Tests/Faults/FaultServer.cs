using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Tests.Wire.Otlp;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>
/// An MLflow server on a local socket that stores what MLflow would, by trace, and does wrong what it is told. It behaves as a given version, with a database or with files.
/// </summary>
internal sealed class FaultServer : IAsyncDisposable
{
    /// <summary>The name of a span that the server refuses, with all that came with it.</summary>
    public const string PoisonedSpan = "poisoned";

    private readonly ConcurrentDictionary<string, StoredTrace> _traces = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly X509Certificate2? _certificate;
    private readonly int _port;
    private WebApplication _app;
    private CancellationTokenSource _stopping = new();
    private FaultStep _step = new(Fault.None);
    private int _faultsLeft;
    private int _untilFaults;
    private int _questions;

    private FaultServer(X509Certificate2? certificate)
    {
        _certificate = certificate;
        _app = Listen(port: 0);
        _port = new Uri(_app.Urls.Single()).Port;
    }

    /// <summary>What decides about the routes.</summary>
    public string Version { get; set; } = "3.11.1";

    /// <summary>What it says its version is, when that is not the truth.</summary>
    public string? Told { get; set; }

    /// <summary>How often it was asked for its version.</summary>
    public int Questions => _questions;

    /// <summary>Whether it keeps its data in files.</summary>
    public bool IsFileStore { get; init; }

    /// <summary>Whether connections get something else than a handshake.</summary>
    public bool BreaksTls { get; set; }

    /// <summary>Without a slash at the end.</summary>
    public string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}";

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, StoredTrace> Traces => _traces;

    /// <summary>What came in, questions for the version left out.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    private Version Release => System.Version.Parse(Version);

    public static FaultServer Start(string version = "3.11.1", bool isFileStore = false, X509Certificate2? certificate = null)
        => new(certificate) { Version = version, IsFileStore = isFileStore };

    /// <summary>Does that wrong with the next requests.</summary>
    public void Arm(FaultStep step)
    {
        _step = step;
        Volatile.Write(ref _untilFaults, step.After);
        Volatile.Write(ref _faultsLeft, step.Requests);
    }

    /// <summary>Does everything right again.</summary>
    public void Disarm() => Volatile.Write(ref _faultsLeft, 0);

    public bool IsListening { get; private set; }

    public async Task StopListeningAsync()
    {
        IsListening = false;
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
    }

    /// <summary>At the same address as before.</summary>
    public void ListenAgain() => _app = Listen(_port);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private WebApplication Listen(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen =>
        {
            listen.Use(next => async connection =>
            {
                if (BreaksTls)
                {
                    await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes("this is no handshake"));
                    connection.Abort();
                    return;
                }

                await next(connection);
            });
            if (_certificate is not null)
            {
                listen.UseHttps(_certificate);
            }
        }));
        var app = builder.Build();
        app.Run(AnswerAsync);
        app.Start();
        IsListening = true;
        return app;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/version")
        {
            Interlocked.Increment(ref _questions);
            await context.Response.WriteAsync(Told ?? Version);
            return;
        }

        var fault = Interlocked.Decrement(ref _untilFaults) < 0 && Interlocked.Decrement(ref _faultsLeft) >= 0 ? _step.Fault : Fault.None;
        switch (fault)
        {
            case Fault.Reset:
                await context.Request.Body.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
                context.Abort();
                return;
            case Fault.Stall:
                await ForeverAsync(context);
                return;
            case Fault.Slow:
                await Task.Delay(30);
                break;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        switch (fault)
        {
            case Fault.Status or Fault.StatusWithWish:
                if (fault == Fault.StatusWithWish)
                {
                    context.Response.Headers.RetryAfter = "2";
                }

                await RefuseAsync(context, _step.Status, "TEMPORARILY_UNAVAILABLE");
                break;
            case Fault.Garbage:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html>Log in</html>");
                break;
            default:
                await ServeAsync(context, body.ToArray(), losesReply: fault == Fault.LoseReply);
                break;
        }
    }

    private async Task ForeverAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var gone = new TaskCompletionSource();
        await using var _ = either.Token.Register(gone.SetResult);
        await gone.Task;
        context.Abort();
    }

    private async Task ServeAsync(HttpContext context, byte[] body, bool losesReply)
    {
        var path = context.Request.Path.Value!;
        var isCompressed = context.Request.Headers.ContentEncoding == "gzip";
        var (status, reply, answered) = path switch
        {
            "/api/3.0/mlflow/traces" when Release >= new Version(3, 2) => Start(body),
            "/v1/traces" when Release >= new Version(3, 4) => Push(body, isCompressed),
            _ when path.StartsWith("/api/2.0/mlflow-artifacts/", StringComparison.Ordinal) => Put(path, body),
            "/api/2.0/mlflow/traces" => (200, BeginInOldForm(), () => { }),
            _ when path.StartsWith("/api/2.0/mlflow/traces/old-", StringComparison.Ordinal) => EndInOldForm(path),
            "/v1/traces" => (404, """{"detail":"Not Found"}""", null),
            _ => (404, """{"error_code":"ENDPOINT_NOT_FOUND","message":"no such route"}""", (Action?)null),
        };
        var traces = path == "/v1/traces" && status == 200 ? SpansIn(body, isCompressed).Select(span => span.TraceId).Distinct().Count() : 1;
        _seen.Enqueue(new SeenRequest($"{context.Request.Method} {path}", status, traces, isCompressed, context.Request.Protocol));
        if (losesReply)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = path == "/v1/traces" && status == 200 ? "application/x-protobuf" : "application/json";
        answered?.Invoke();
        await context.Response.WriteAsync(reply);
    }

    private (int Status, string Reply, Action? Answered) Start(byte[] body)
    {
        var json = RecordedRequest.ParseJson(Encoding.UTF8.GetString(body));
        var info = json["trace"]!["trace_info"]!;
        var id = (string)info["trace_id"]!;
        var trace = _traces.GetOrAdd(id, _ => new StoredTrace());
        lock (trace)
        {
            trace.Start(TokensIn((string?)info["trace_metadata"]!["mlflow.trace.tokenUsage"]));
        }

        info["tags"]!["mlflow.artifactLocation"] = LocationOf(id);
        if (Release.Minor == 6)
        {
            info["tags"]!["mlflow.trace.spansLocation"] = "TRACKING_STORE";
        }

        return (200, json.ToString(), () => trace.IsStartAnswered = true);
    }

    private (int Status, string Reply, Action? Answered) Push(byte[] body, bool isCompressed)
    {
        if (IsFileStore)
        {
            return (501, """{"detail":"REST OTLP span logging is not supported by FileStore"}""", null);
        }

        if (isCompressed && Release < new Version(3, 7))
        {
            return (400, """{"detail":"Invalid OpenTelemetry protobuf format"}""", null);
        }

        var spans = SpansIn(body, isCompressed);
        var ids = spans.Select(span => IdOf(span)).Distinct(StringComparer.Ordinal).ToList();
        if (spans.Any(span => span.Name == PoisonedSpan) || (ids.Count > 1 && Release < new Version(3, 6)))
        {
            return (422, """{"detail":"Cannot store OpenTelemetry spans"}""", null);
        }

        foreach (var span in spans)
        {
            var trace = _traces.GetOrAdd(IdOf(span), _ => new StoredTrace());
            lock (trace)
            {
                var usage = span.Attributes.FirstOrDefault(attribute => attribute.Key == "mlflow.chat.tokenUsage")?.Value.KvlistValue.Values.Single(value => value.Key == "total_tokens").Value.IntValue;
                trace.Push(Convert.ToHexStringLower(span.SpanId.Span), usage ?? 0);
            }
        }

        return (200, string.Empty, () => ids.ForEach(id => _traces[id].AreSpansAnswered = true));
    }

    private (int Status, string Reply, Action? Answered) Put(string path, byte[] body)
    {
        var trace = _traces[path.Split('/')[^3]];
        trace.SpansInFile = ((JArray)RecordedRequest.ParseJson(Encoding.UTF8.GetString(body))["spans"]!).Count;
        return (200, "{}", () => trace.AreSpansAnswered = true);
    }

    private string BeginInOldForm()
    {
        var id = "old-" + Guid.NewGuid().ToString("N");
        _traces[id] = new StoredTrace();
        return $$$"""{"trace_info":{"request_id":"{{{id}}}","tags":[{"key":"mlflow.artifactLocation","value":"{{{LocationOf(id)}}}"}]}}""";
    }

    private (int Status, string Reply, Action? Answered) EndInOldForm(string path)
    {
        var trace = _traces[path.Split('/')[^1]];
        trace.Start(tokens: 0);
        return (200, "{}", () => trace.IsStartAnswered = true);
    }

    private static string LocationOf(string id) => $"mlflow-artifacts:/123/traces/{id}/artifacts";

    private static string IdOf(OtlpSpan span) => "tr-" + Convert.ToHexStringLower(span.TraceId.Span);

    private static long TokensIn(string? usage) => usage is null ? 0 : (long)JObject.Parse(usage)["total_tokens"]!;

    private static List<OtlpSpan> SpansIn(byte[] body, bool isCompressed)
    {
        using var raw = new MemoryStream(body);
        using Stream stream = isCompressed ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        return [.. ExportRequest.Parser.ParseFrom(stream).ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans)];
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"error_code":"{{code}}","message":"as the script wants it"}"""));
    }
}

/// <summary>A request that a <see cref="FaultServer"/> has answered properly.</summary>
/// <param name="Route">Method and path.</param>
/// <param name="Status">The answer.</param>
/// <param name="Traces">How many traces it was about.</param>
/// <param name="IsCompressed">Whether its body was.</param>
/// <param name="Protocol">The version of HTTP.</param>
internal sealed record SeenRequest(string Route, int Status, int Traces, bool IsCompressed, string Protocol);
