using Anthropic.Core;
using MLflow.Tracing.Http;

namespace MLflow.Tracing;

/// <summary>Tracing for the library <c>Anthropic</c>. Thread-safe.</summary>
/// <example>
/// <code>
/// var client = new Anthropic.AnthropicClient(new Anthropic.Core.ClientOptions { ApiKey = "KEY" }.UseMlflowTracing());
/// </code>
/// </example>
public static class MlflowAnthropicExtensions
{
    /// <summary>Records every message that clients with these options ask for, streamed or not, each try as a span of its own (see <see cref="LlmTracingHandler"/>).</summary>
    /// <param name="options">The options of a client.</param>
    /// <returns>A copy that has one handler more, the innermost. Give it to one client: a handler cannot be shared.</returns>
    public static ClientOptions UseMlflowTracing(this ClientOptions options) => options with { Handlers = [.. options.Handlers, new LlmTracingHandler()] };
}
