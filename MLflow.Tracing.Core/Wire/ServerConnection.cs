using System.Net;
using System.Net.Http.Headers;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Sends requests to one server, again where a <see cref="RetryPolicy"/> says so. While the server is in trouble (the last request
/// used up its retries) each request gets one try, so that a failing server costs little; the first answer ends that. A server that is
/// down gets none but the probes of a <see cref="CircuitBreaker"/>, if there is one.
/// </summary>
/// <remarks>Thread-safe. Redirections are not followed: a POST would become a GET, and the credentials would go elsewhere.</remarks>
internal sealed class ServerConnection : IDisposable
{
    private const int DefaultMaxReplyBytes = 16 * 1024 * 1024;
    private const string Product = "mlflow-tracing-dotnet";

    /// <summary>More than a timer takes is as good as no limit.</summary>
    private static readonly TimeSpan s_maxTimeout = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly HttpClient _client;
    private readonly RetryPolicy _retry;
    private readonly TimeSpan _timeout;
    private readonly CircuitBreaker? _breaker;
    private readonly ServerCredentials _credentials;

    private volatile bool _isInTrouble;
    private volatile bool _isAnswering;

    /// <param name="address">The server's address, see <see cref="TrackingUri.ServerAddress"/>.</param>
    /// <param name="credentials">What signs its requests.</param>
    /// <param name="trust">Whom to talk to.</param>
    /// <param name="timeout">The limit of one try.</param>
    /// <param name="retry">When to try again.</param>
    /// <param name="maxReplyBytes">A longer answer counts as none.</param>
    /// <param name="breaker">What keeps requests from the server while it is down; <see langword="null"/> for a caller who asks once and wants to know.</param>
    public ServerConnection(
        string address, ServerCredentials credentials, ServerTrust trust, TimeSpan timeout, RetryPolicy retry, int maxReplyBytes = DefaultMaxReplyBytes, CircuitBreaker? breaker = null)
    {
        _breaker = breaker;
        Address = address;
        _credentials = credentials;
        _timeout = timeout < s_maxTimeout ? timeout : s_maxTimeout;
        _retry = retry;
        _client = new HttpClient(CreateHandler(trust, timeout))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = maxReplyBytes,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(Product, LibraryVersion.Text));
    }

    public string Address { get; }

    /// <summary>Whether the last request that ended found a server, and one that does not fail.</summary>
    public bool IsWell => _isAnswering && !_isInTrouble;

    /// <summary>The time by the clock of the retries.</summary>
    public TimeSpan Now => _retry.Now();

    /// <summary>The address of a path below the server's.</summary>
    /// <param name="path">Begins with a slash; may have a query.</param>
    public Uri At(string path) => new(Address + path);

    /// <summary>Sends the request, more than once if need be. Throws nothing that the network can cause.</summary>
    public async Task<ServerReply> SendAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        var since = request.Since ?? Now;
        var retry = _isInTrouble || request.Limit is not null ? RetryPolicy.Never : _retry;
        ServerReply? last = null;
        for (var tries = 1; ; tries++)
        {
            var isProbe = false;
            if (BreakerFor(request)?.TryEnter(out isProbe, out var untilProbe) == false)
            {
                return last ?? new ServerReply(request, 0, [], null, 0) { UntilProbe = untilProbe };
            }

            var (reply, retryAfter) = await TryOnceAsync(request, tries, cancellationToken).ConfigureAwait(false);
            var pause = reply.IsCancelled || isProbe || !_retry.Retries(reply.Status) ? null : retry.PauseBefore(tries, Now - since, retryAfter);
            Note(reply, isProbe, isLast: pause is null, retryAfter);
            if (pause is null)
            {
                return reply;
            }

            try
            {
                last = reply;
                await retry.Wait(pause.Value, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return reply with { IsCancelled = true };
            }
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Another server, for files, has nothing to do with it.</summary>
    private CircuitBreaker? BreakerFor(ServerRequest request)
        => request.Address.OriginalString.StartsWith(Address, StringComparison.Ordinal) ? _breaker : null;

    /// <summary>Draws the conclusions from the outcome of a try.</summary>
    private void Note(ServerReply reply, bool isProbe, bool isLast, TimeSpan? retryAfter)
    {
        var breaker = BreakerFor(reply.Request);
        var isUnsigned = reply.Failure is CredentialException;
        if (reply.IsCancelled || isUnsigned)
        {
            if (isProbe)
            {
                breaker?.Abandon();
            }

            _isInTrouble |= isUnsigned && isLast;
            return;
        }

        if (!reply.IsServerGone)
        {
            breaker?.Close();
        }
        else if (isProbe || (isLast && reply.Request.Limit is null))
        {
            breaker?.Open(isProbe, retryAfter);
        }

        if (isLast && reply.Request.Limit is null)
        {
            _isAnswering = !reply.IsServerGone;
            // What the breaker takes care of gets its retries again as soon as there is an answer.
            _isInTrouble = _retry.Retries(reply.Status) && (breaker is null || !reply.IsServerGone);
        }
    }

    /// <summary>Sends the request, and once more when the server refuses its credentials and there are others.</summary>
    private async Task<(ServerReply Reply, TimeSpan? RetryAfter)> TryOnceAsync(ServerRequest request, int tries, CancellationToken cancellationToken, bool mayReplace = true)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Limit < _timeout ? request.Limit.Value : _timeout);
        try
        {
            using var message = request.ToMessage();
            var (used, isOlder) = request.IsAuthenticated ? await _credentials.AddToAsync(message, limit.Token).ConfigureAwait(false) : default;
            using var response = await _client.SendAsync(message, limit.Token).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                && used is not null
                && await _credentials.ReplaceAsync(used, isOlder && mayReplace, limit.Token).ConfigureAwait(false))
            {
                return await TryOnceAsync(request, tries + 1, cancellationToken, mayReplace: false).ConfigureAwait(false);
            }

            var content = response.Content;
#pragma warning disable CA2016 // the answer is in memory already, and the overload with a token is not everywhere
            var body = content is null ? [] : await content.ReadAsByteArrayAsync().ConfigureAwait(false);
#pragma warning restore CA2016
            var reply = new ServerReply(request, (int)response.StatusCode, body, content?.Headers.ContentType?.MediaType, tries)
            {
                Location = response.Headers.Location,
                Secrets = [.. used?.Secrets ?? []],
            };
            return (reply, RetryAfterOf(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (NoAnswer(new TimeoutException($"Nothing came within {_timeout.TotalSeconds:0.###} s (MLFLOW_HTTP_REQUEST_TIMEOUT).")), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return (NoAnswer(failure) with { IsCancelled = cancellationToken.IsCancellationRequested }, null);
        }

        ServerReply NoAnswer(Exception failure) => new(request, 0, [], null, tries) { Failure = failure };
    }

    private static TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header)
        => header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);

#if NETSTANDARD2_0
    private static HttpClientHandler CreateHandler(ServerTrust trust, TimeSpan timeout)
    {
        _ = timeout; // this handler has no limit of its own for connecting
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        trust.ApplyTo(handler);
        return handler;
    }
#else
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    private static SocketsHttpHandler CreateHandler(ServerTrust trust, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout < s_connectTimeout ? timeout : s_connectTimeout,

            // a server may move to another address while the program runs
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // the delivery of traces is not to appear in the program's own traces
            ActivityHeadersPropagator = null,
        };
        trust.ApplyTo(handler);
        return handler;
    }
#endif
}
