using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.AspNetCore;

/// <summary>The middleware: a scope for the caller's trace, and a span for the request.</summary>
internal sealed class RequestTracing(RequestDelegate next, RequestTracingOptions options)
{
    private static readonly string[] s_contextHeaders = ["traceparent", "baggage"];

    public Task InvokeAsync(HttpContext context)
    {
        var joins = context.Request.Headers.ContainsKey(s_contextHeaders[0]) && options.ShouldJoinCaller(context);
        var run = options.ShouldRecordRequest(context) ? RecordAsync : next;
        return joins ? JoinAsync(context, run) : run(context);
    }

    private static async Task JoinAsync(HttpContext context, RequestDelegate run)
    {
        var headers = context.Request.Headers;
        using var scope = Mlflow.TracingContextFromHeaders(s_contextHeaders.Select(name => KeyValuePair.Create(name, headers[name].OfType<string>())));
        await run(context).ConfigureAwait(false);
    }

    private async Task RecordAsync(HttpContext context)
    {
        var method = context.Request.Method;
        using var span = Mlflow.StartActiveSpan(method, attributes: [new("http.request.method", method)]);
        // An error page that is run in place of the endpoint has a route of its own.
        var endpoint = context.GetEndpoint();
        try
        {
            await next(context).ConfigureAwait(false);
            AddRoute(span, method, endpoint ?? context.GetEndpoint());
            AddStatus(span, context.Response.StatusCode);
        }
        catch (Exception thrown) when (Failed(span, method, endpoint ?? context.GetEndpoint(), thrown))
        {
            throw;
        }
    }

    private static void AddRoute(LiveSpan span, string method, Endpoint? endpoint)
    {
        if ((endpoint as RouteEndpoint)?.RoutePattern.RawText is { } route)
        {
            span.UpdateName($"{method} {route}");
            span.SetAttribute("http.route", route);
        }
    }

    private static void AddStatus(LiveSpan span, int status)
    {
        span.SetAttribute("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(SpanStatusCode.Error, $"HTTP {status}");
        }
    }

    /// <summary>A filter that never catches. Which status the exception becomes is decided further out.</summary>
    private static bool Failed(LiveSpan span, string method, Endpoint? endpoint, Exception thrown)
    {
        AddRoute(span, method, endpoint);
        span.RecordException(thrown);
        return false;
    }
}
