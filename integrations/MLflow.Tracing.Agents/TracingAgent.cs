using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Extensions.AI;
using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.Agents;

/// <summary>Records the runs of an agent.</summary>
internal sealed class TracingAgent(AIAgent inner) : DelegatingAIAgent(inner)
{
    protected override Task<AgentResponse> RunCoreAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (TracingSwitch.Runtime is null)
        {
            return base.RunCoreAsync(messages, session, options, cancellationToken);
        }

        List<ChatMessage> sent = [.. messages];
        return Start(sent, isStreamed: false).RecordAsync(() => base.RunCoreAsync(sent, session, options, cancellationToken), static response => response.AsChatResponse());
    }

    protected override IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (TracingSwitch.Runtime is null)
        {
            return base.RunCoreStreamingAsync(messages, session, options, cancellationToken);
        }

        List<ChatMessage>? sent = null;
        return RecordedStream.Of(
            () => new ChatStream<AgentResponseUpdate>(Start(sent = [.. messages], isStreamed: true), static update => update.AsChatResponseUpdate()),
            token => base.RunCoreStreamingAsync(sent!, session, options, token),
            cancellationToken);
    }

    private ChatCall Start(List<ChatMessage> messages, bool isStreamed) => ChatCall.Start(Name ?? nameof(AIAgent), SpanType.Agent, messages, options: null, isStreamed);
}
