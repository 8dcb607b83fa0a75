using MLflow.Tracing.AspNetCore;

#pragma warning disable IDE0130
namespace Microsoft.AspNetCore.Builder;
#pragma warning restore IDE0130

/// <summary>Brings MLflow tracing into the pipeline of requests.</summary>
/// <example>
/// <code>
/// app.UseExceptionHandler("/error");
/// app.UseMlflowTracing();
/// app.MapPost("/ask", (string question) => CallModelAsync(question));
/// </code>
/// </example>
public static class MlflowTracingApplicationBuilderExtensions
{
    /// <summary>
    /// From here on, a request goes on with the trace of its caller, if it comes with a <c>traceparent</c>; on demand it also gets a span of
    /// its own. Requests and responses are not changed, and their bodies not read.
    /// </summary>
    /// <param name="app">The pipeline. A good place is before whatever records spans, and after error pages.</param>
    /// <param name="configure">Says which requests.</param>
    /// <returns>The same pipeline.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="app"/> is null.</exception>
    /// <example>
    /// <code>
    /// app.UseMlflowTracing(options => options.ShouldRecordRequest = context => !context.Request.Path.StartsWithSegments("/health"));
    /// </code>
    /// </example>
    public static IApplicationBuilder UseMlflowTracing(this IApplicationBuilder app, Action<RequestTracingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = new RequestTracingOptions();
        configure?.Invoke(options);
        return app.Use(next => new RequestTracing(next, options).InvokeAsync);
    }
}
