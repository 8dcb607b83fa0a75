using MLflow.Tracing.AspNetCore;

#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Lets clients of <see cref="IHttpClientFactory"/> send traces along.</summary>
/// <example>
/// <code>
/// builder.Services.AddHttpClient("retriever", http => http.BaseAddress = new Uri("http://retriever.example")).AddMlflowTracing();
/// </code>
/// </example>
public static class MlflowTracingHttpClientBuilderExtensions
{
    /// <summary>Sends the ambient trace along with the requests of this client, see <see cref="MlflowTracingHandler"/>.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHttpClient("retriever").AddMlflowTracing();
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddMlflowTracing(this IHttpClientBuilder builder)
        => builder.AddHttpMessageHandler(static () => new MlflowTracingHandler());
}
