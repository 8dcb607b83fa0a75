using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>Records the calls that pass through it.</summary>
internal sealed class TracingChatClient : DelegatingChatClient
{
    private readonly ChatClientMetadata? _metadata;

    // Around a loop that invokes functions there are several calls of the model within one of ours.
    private readonly bool _isAroundLoop;

    public TracingChatClient(IChatClient inner)
        : base(inner)
    {
        _metadata = inner.GetService<ChatClientMetadata>();
        _isAroundLoop = inner.GetService<FunctionInvokingChatClient>() is not null;
    }

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => IsToBeRecorded(messages) ? RecordAsync([.. messages], options, cancellationToken) : base.GetResponseAsync(messages, options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => IsToBeRecorded(messages) ? RecordStreamAsync(messages, options, cancellationToken) : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    // A client of the same kind may stand around this one.
    private static bool IsToBeRecorded(IEnumerable<ChatMessage>? messages) => messages is not null && TracingSwitch.Runtime is not null && !ModelCalls.IsRecorded;

    private async Task<ChatResponse> RecordAsync(List<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var call = ChatCall.Start(_metadata, _isAroundLoop, messages, options, isStreamed: false);
        try
        {
            AmbientSpan.Current = call.Ambient;
            var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            call.Answered(response);
            return response;
        }
        catch (Exception exception)
        {
            call.Failed(exception);
            throw;
        }
        finally
        {
            call.End();
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> RecordStreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ChatMessage> sent = [.. messages];
        var call = ChatCall.Start(_metadata, _isAroundLoop, sent, options, isStreamed: true);
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        try
        {
            while (true)
            {
                try
                {
                    // Each step comes with the ambience of whoever asks for it.
                    AmbientSpan.Current = call.Ambient;
                    updates ??= base.GetStreamingResponseAsync(sent, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        call.Completed();
                        break;
                    }
                }
                catch (Exception exception)
                {
                    call.Failed(exception);
                    throw;
                }

                call.Saw(updates.Current);
                yield return updates.Current;
            }
        }
        finally
        {
            try
            {
                if (updates is not null)
                {
                    AmbientSpan.Current = call.Ambient;
                    await updates.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                call.End();
            }
        }
    }
}
