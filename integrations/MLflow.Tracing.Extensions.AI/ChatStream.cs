using Microsoft.Extensions.AI;
using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>A call of a chat client that is answered in pieces.</summary>
/// <param name="call">The call.</param>
/// <param name="view">A piece in the words of chat clients.</param>
internal sealed class ChatStream<TUpdate>(ChatCall call, Func<TUpdate, ChatResponseUpdate> view) : IStreamRecord<TUpdate>
{
    public LiveSpan? Ambient => call.Ambient;

    public void Saw(TUpdate update) => call.Saw(() => view(update));

    public void Completed() => call.Completed();

    public void Failed(Exception exception) => call.Failed(exception);

    public void End() => call.End();
}
