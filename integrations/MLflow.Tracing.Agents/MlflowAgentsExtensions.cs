using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Agents;

namespace MLflow.Tracing;

/// <summary>Tracing for the Microsoft Agent Framework. Thread-safe.</summary>
/// <example>
/// <code>
/// AIAgent WithTracing(IChatClient model) => new ChatClientAgent(
///         model.AsBuilder().UseMlflowTracing().Build(), // each call of the model
///         name: "guide")
///     .AsBuilder()
///     .UseMlflowTracing() // each run of the agent, and each tool
///     .Build();
/// </code>
/// </example>
public static class MlflowAgentsExtensions
{
    /// <summary>Records each run of the agent, streamed or not, as a span of type <c>AGENT</c>, and the functions that it invokes as <c>TOOL</c>.</summary>
    /// <param name="builder">The layers around an agent, the outermost first.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static AIAgentBuilder UseMlflowTracing(this AIAgentBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(static agent =>
        {
            agent.GetService<FunctionInvokingChatClient>()?.UseMlflowTracing();
            return new TracingAgent(agent);
        });
    }
}
