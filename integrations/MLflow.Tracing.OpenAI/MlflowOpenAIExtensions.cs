using System.ClientModel.Primitives;
using MLflow.Tracing.Http;

namespace MLflow.Tracing;

/// <summary>Tracing for the libraries <c>OpenAI</c> and <c>Azure.AI.OpenAI</c>. Thread-safe.</summary>
/// <example>
/// <code>
/// var options = new OpenAI.OpenAIClientOptions().UseMlflowTracing();
/// var chat = new OpenAI.Chat.ChatClient("gpt-4.1-mini", new System.ClientModel.ApiKeyCredential("KEY"), options);
/// </code>
/// </example>
public static class MlflowOpenAIExtensions
{
    // One for all clients, as the library has it, and with the settings of its own.
    private static readonly Lazy<HttpClientPipelineTransport> s_transport = new(static () => new HttpClientPipelineTransport(
        new HttpClient(new LlmTracingHandler(new HttpClientHandler { AllowAutoRedirect = false })) { Timeout = Timeout.InfiniteTimeSpan }));

    /// <summary>
    /// Records every chat completion, response and embedding that clients with these options ask for, streamed or not, each try as a span of its own (see <see cref="LlmTracingHandler"/>).
    /// </summary>
    /// <typeparam name="TOptions">The options of a client: those of OpenAI, of Azure OpenAI, of any client on <c>System.ClientModel</c>.</typeparam>
    /// <param name="options">The options, before a client is made with them.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The options have a transport of their own.</exception>
    public static TOptions UseMlflowTracing<TOptions>(this TOptions options)
        where TOptions : ClientPipelineOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Transport is not null && !ReferenceEquals(options.Transport, s_transport.Value))
        {
            throw new InvalidOperationException($"These options have a {nameof(options.Transport)} already. Give its HttpClient a {nameof(LlmTracingHandler)} in place of {nameof(UseMlflowTracing)}.");
        }

        options.Transport = s_transport.Value;
        return options;
    }
}
