using MLflow.Tracing;
using Quickstart.Agents;

namespace Quickstart;

/// <summary>Questions that belong together: each is a trace of its own, and all are of one session.</summary>
internal sealed class Conversation(DocumentationAgent agent)
{
    private readonly string _sessionId = $"quickstart-{Guid.NewGuid():N}";

    [Trace(SpanType = SpanType.Chain)]
    public async Task<Answer> AskAsync(string question)
    {
        Mlflow.UpdateCurrentTrace(sessionId: _sessionId);
        return await agent.AnswerAsync(question);
    }
}
