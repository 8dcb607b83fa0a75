using System.Diagnostics;

namespace MLflow.Tracing.AspNetCore;

/// <summary>
/// Sends the ambient trace along with the requests of an <see cref="HttpClient"/>, so that the spans of whoever is called become children of the
/// ambient span: the headers of <see cref="Mlflow.GetTracingContextHeaders"/>.
/// </summary>
/// <remarks>
/// <para>A request that has a <c>traceparent</c> already is left as it is. Outside of traces nothing is added.</para>
/// <para>
/// .NET itself sends a <c>traceparent</c> for the current <see cref="Activity"/>, unless the request has one. So inside a
/// trace the header names the MLflow span and not the activity; the activity's baggage is sent all the same. On a client whose requests are to carry the context of another tracing system,
/// leave this handler out.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
/// <example>
/// <code>
/// using var http = new HttpClient(new MlflowTracingHandler(new SocketsHttpHandler()));
/// using var span = Mlflow.StartActiveSpan("search", SpanType.Retriever, inputs: new { question });
/// span.SetOutputs(await http.GetStringAsync($"http://retriever.example/search?q={question}"));
/// </code>
/// </example>
public sealed class MlflowTracingHandler : DelegatingHandler
{
    private const string TraceParent = "traceparent";
    private const string Baggage = "baggage";

    /// <summary>Creates a handler whose inner handler is set later, as <see cref="IHttpClientFactory"/> does.</summary>
    public MlflowTracingHandler()
    {
    }

    /// <summary>Creates a handler before another one.</summary>
    /// <param name="innerHandler">What sends the requests.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerHandler"/> is null.</exception>
    public MlflowTracingHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        return base.Send(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        return base.SendAsync(request, cancellationToken);
    }

    private static void AddHeaders(HttpRequestMessage request)
    {
        if (request is null || request.Headers.Contains(TraceParent) || !Mlflow.TryGetTracingContextHeaders(out var headers))
        {
            return;
        }

        if (headers.ContainsKey(Baggage) && !request.Headers.Contains(Baggage))
        {
            AddBaggageOfActivity(request);
        }

        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>What .NET would send, and does not beside a header that is there.</summary>
    private static void AddBaggageOfActivity(HttpRequestMessage request)
        => DistributedContextPropagator.Current.Inject(Activity.Current, request, static (carrier, name, value) =>
        {
            if (Baggage.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                ((HttpRequestMessage)carrier!).Headers.TryAddWithoutValidation(name, value);
            }
        });
}
