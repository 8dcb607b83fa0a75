using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
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
///
/// Workflow Tour(AIAgent guide, ExecutorBinding report) => new WorkflowBuilder(guide)
///     .AddEdge(guide, report)
///     .WithOutputFrom(report)
///     .WithName("tour")
///     .UseMlflowTracing() // each run, and each step
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

    /// <summary>Records each run of the workflow, from an input until it waits for the next, and each step of an executor in it, as spans of type <c>CHAIN</c>.</summary>
    /// <param name="builder">The builder of a workflow. This takes the place of <c>WithOpenTelemetry</c>: only the last of the two counts.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static WorkflowBuilder UseMlflowTracing(this WorkflowBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithOpenTelemetry(
            static telemetry => telemetry.DisableWorkflowBuild = telemetry.DisableEdgeGroupProcess = telemetry.DisableMessageSend = true,
            WorkflowRecorder.Source);
    }
}
