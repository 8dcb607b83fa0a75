using MLflow.Tracing.Http.Observation;

namespace MLflow.Tracing.Http;

/// <summary>
/// Records the calls of language models that an <see cref="HttpClient"/> makes, whatever library makes them: OpenAI (chat completions, responses, embeddings; also Azure and every
/// host that is compatible), Anthropic, Gemini, Ollama. Other requests pass untouched.
/// </summary>
/// <remarks>
/// <para>
/// The span gets the request's body as inputs, the response's as outputs, model, token usage, tools, and the vendor's message when the call fails. A streamed answer is assembled as the program
/// reads it, and the span ends where reading ends. Neither headers nor query are recorded: they hold keys.
/// </para>
/// <para>
/// The traffic is only looked at: nothing is read ahead, held back or changed. While it is on its way the contents of request and response are wrapped; the request gets its own back.
/// While tracing is off, and for other requests, nothing is wrapped or allocated.
/// </para>
/// <para>Thread-safe. Put it outside of handlers that compress or sign.</para>
/// </remarks>
/// <example>
/// <code>
/// using var http = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
/// using var answer = await http.PostAsync(
///     "http://localhost:11434/api/chat",
///     new StringContent("""{"model":"llama3.2","messages":[{"role":"user","content":"Hello"}],"stream":false}"""));
/// </code>
/// </example>
public sealed class LlmTracingHandler : DelegatingHandler
{
    /// <summary>Creates a handler whose inner handler is set later, as <c>IHttpClientFactory</c> does.</summary>
    public LlmTracingHandler()
    {
    }

    /// <summary>Creates a handler before another one.</summary>
    /// <param name="innerHandler">What sends the requests.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerHandler"/> is null.</exception>
    public LlmTracingHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (LlmExchange.Begin(request) is not { } exchange)
        {
            return base.Send(request, cancellationToken);
        }

        try
        {
            var response = base.Send(request, cancellationToken);
            exchange.Responded(response);
            return response;
        }
        catch (Exception exception) when (exchange.IsCaughtAfterFailing(exception))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => LlmExchange.Begin(request) is { } exchange ? SendAsync(exchange, request, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(LlmExchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            exchange.Responded(response);
            return response;
        }
        catch (Exception exception) when (exchange.IsCaughtAfterFailing(exception))
        {
            throw;
        }
    }
}
