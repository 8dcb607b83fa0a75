using Microsoft.AspNetCore.Http;

namespace MLflow.Tracing.AspNetCore;

/// <summary>Which requests <c>UseMlflowTracing</c> does something about.</summary>
/// <remarks>The functions are called for every request, on many threads at once, before the rest of the pipeline; what they throw fails the request.</remarks>
/// <example>
/// <code>
/// app.UseMlflowTracing(options =>
/// {
///     options.ShouldJoinCaller = context => context.Connection.RemoteIpAddress is { } caller &amp;&amp; IPAddress.IsLoopback(caller);
///     options.ShouldRecordRequest = context => context.Request.Path.StartsWithSegments("/chat");
/// });
/// </code>
/// </example>
public sealed class RequestTracingOptions
{
    /// <summary>
    /// Whether a request that comes with a <c>traceparent</c> goes on with its caller's trace. Default: yes.
    /// Say no to callers that send the header for another tracing system, as a gateway or a .NET program without MLflow does: their traces are
    /// not known to MLflow, and they may say that they record nothing, which is then done here too.
    /// </summary>
    public Func<HttpContext, bool> ShouldJoinCaller { get; set; } = static _ => true;

    /// <summary>
    /// Whether a request gets a span of its own, below which the spans of its handler come. It has method, route and status code, and
    /// no part of the bodies. Default: no.
    /// </summary>
    public Func<HttpContext, bool> ShouldRecordRequest { get; set; } = static _ => false;
}
