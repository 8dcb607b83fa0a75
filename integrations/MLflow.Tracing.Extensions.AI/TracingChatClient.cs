using Microsoft.Extensions.AI;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Recording.Sequences;

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
        => IsToBeRecorded(messages) ? RecordStream(messages, options, cancellationToken) : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    // A client of the same kind may stand around this one.
    private static bool IsToBeRecorded(IEnumerable<ChatMessage>? messages) => messages is not null && TracingSwitch.Runtime is not null && !ModelCalls.IsRecorded;

    private Task<ChatResponse> RecordAsync(List<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
        => Start(messages, options, isStreamed: false).RecordAsync(() => base.GetResponseAsync(messages, options, cancellationToken), static response => response);

    private IAsyncEnumerable<ChatResponseUpdate> RecordStream(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        List<ChatMessage>? sent = null;
        return RecordedStream.Of(
            () => new ChatStream<ChatResponseUpdate>(Start(sent = [.. messages], options, isStreamed: true), static update => update),
            token => base.GetStreamingResponseAsync(sent!, options, token),
            cancellationToken);
    }

    private ChatCall Start(List<ChatMessage> messages, ChatOptions? options, bool isStreamed)
        => _isAroundLoop
            ? ChatCall.Start(nameof(FunctionInvokingChatClient), SpanType.Chain, messages, options, isStreamed)
            : ChatCall.StartOfModel(_metadata, messages, options, isStreamed);
}
