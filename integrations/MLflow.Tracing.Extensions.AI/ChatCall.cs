using Microsoft.Extensions.AI;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>The record of one call of a chat client. Nothing that goes wrong with it reaches the program.</summary>
internal sealed class ChatCall
{
    private readonly LiveSpan _span;
    private readonly bool _isModelCall;
    private readonly List<ChatResponseUpdate>? _updates;
    private bool _isOver;

    private ChatCall(LiveSpan span, bool isModelCall, bool isStreamed)
    {
        (_span, _isModelCall) = (span, isModelCall);
        _updates = isStreamed ? [] : null;
        Ambient = ReferenceEquals(span, LiveSpan.NoOp) ? AmbientSpan.Current : span;
    }

    /// <summary>What is to be ambient while the client behind works.</summary>
    public LiveSpan? Ambient { get; }

    public static ChatCall Start(ChatClientMetadata? metadata, bool isAroundLoop, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreamed)
    {
        var span = isAroundLoop ? Mlflow.StartSpan(nameof(FunctionInvokingChatClient), SpanType.Chain) : Mlflow.StartSpan("ChatClient", SpanType.ChatModel);
        var call = new ChatCall(span, !isAroundLoop, isStreamed);
        call.Try(() => call.Request(metadata, messages, options));
        return call;
    }

    public void Saw(ChatResponseUpdate update)
    {
        if (_span.IsRecording)
        {
            if (_updates!.Count == 0)
            {
                _span.AddEvent("first chunk");
            }

            _updates.Add(update);
        }
    }

    /// <summary>The stream has said all.</summary>
    public void Completed() => _isOver = true;

    public void Answered(ChatResponse response)
    {
        _isOver = true;
        Try(() => Response(response));
    }

    public void Failed(Exception exception)
    {
        _isOver = true;
        _span.RecordException(exception);
    }

    public void End()
    {
        if (_updates is not null)
        {
            Try(() =>
            {
                if (_updates.Count > 0)
                {
                    Response(_updates.ToChatResponse());
                }

                _span.SetAttribute("llm.stream.chunks", _updates.Count);
                if (!_isOver)
                {
                    _span.AddEvent("abandoned");
                }
            });
        }

        _span.End();
    }

    private void Try(Action record)
    {
        if (!_span.IsRecording)
        {
            return;
        }

        try
        {
            record();
        }
#pragma warning disable CA1031 // the program goes on, whatever we make of its messages
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Mlflow.Diagnostics.Report(ModelCallComplaints.NotRecorded(exception.Message), exception);
        }
    }

    private void Request(ChatClientMetadata? metadata, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _span.IsModelCall = _isModelCall;
        var model = options?.ModelId ?? metadata?.DefaultModelId;
        _span.SetInputs(ChatShape.Request(model, messages, options, _updates is not null));
        _span.SetAttribute(SpanAttributeKey.MessageFormat, "openai");
        if (model is not null && _isModelCall)
        {
            _span.SetModel(model, metadata?.ProviderName);
        }

        if (ChatShape.Tools(options) is { Count: > 0 } tools)
        {
            _span.SetChatTools(tools);
        }
    }

    private void Response(ChatResponse response)
    {
        _span.SetOutputs(ChatShape.Response(response));

        // Around a loop these are sums of what the calls inside say.
        if (_isModelCall)
        {
            if (response.ModelId is { Length: > 0 } model)
            {
                _span.SetModel(model);
            }

            if (Usage.Of(response.Usage) is { } usage)
            {
                _span.SetTokenUsage(usage);
            }
        }
    }
}
