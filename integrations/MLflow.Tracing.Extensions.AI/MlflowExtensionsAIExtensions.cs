using Microsoft.Extensions.AI;
using MLflow.Tracing.Extensions.AI;

namespace MLflow.Tracing;

/// <summary>Tracing for <c>Microsoft.Extensions.AI</c>: whatever model, agent framework or tool stands behind its abstractions. Thread-safe.</summary>
/// <example>
/// <code>
/// IChatClient WithTracing(IChatClient model) => model.AsBuilder()
///     .UseMlflowTracing() // the whole turn, and each tool
///     .UseFunctionInvocation()
///     .UseMlflowTracing() // each call of the model
///     .Build();
/// </code>
/// </example>
public static class MlflowExtensionsAIExtensions
{
    /// <summary>
    /// Records what passes here: each call of the model behind it as a span of type <c>CHAT_MODEL</c>; or, outside of a <see cref="FunctionInvokingChatClient"/>, each turn with all its calls as one of type <c>CHAIN</c>, and the
    /// functions that are invoked in it as <c>TOOL</c>.
    /// </summary>
    /// <param name="builder">The clients around a model, the outermost first.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static ChatClientBuilder UseMlflowTracing(this ChatClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(static inner =>
        {
            inner.GetService<FunctionInvokingChatClient>()?.UseMlflowTracing();
            return new TracingChatClient(inner);
        });
    }

    /// <summary>Records each function that the client invokes, with arguments and result, as a span of type <c>TOOL</c>. Once is enough.</summary>
    /// <param name="client">The client, before it is used.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public static FunctionInvokingChatClient UseMlflowTracing(this FunctionInvokingChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.FunctionInvoker = TracedInvocation.Around(client.FunctionInvoker);
        return client;
    }

    /// <summary>Records each call of the generator as a span of type <c>EMBEDDING</c>.</summary>
    /// <typeparam name="TInput">What is embedded.</typeparam>
    /// <typeparam name="TEmbedding">What comes of it.</typeparam>
    /// <param name="builder">The generators around one, the outermost first.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static EmbeddingGeneratorBuilder<TInput, TEmbedding> UseMlflowTracing<TInput, TEmbedding>(this EmbeddingGeneratorBuilder<TInput, TEmbedding> builder)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(static inner => new TracingEmbeddingGenerator<TInput, TEmbedding>(inner));
    }
}
