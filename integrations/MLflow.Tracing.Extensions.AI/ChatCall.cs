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
    private readonly ChatUpdates? _updates;
    private bool _isOver;

    private ChatCall(LiveSpan span, bool isModelCall, bool isStreamed)
    {
        (_span, _isModelCall) = (span, isModelCall);
        _span.IsModelCall = isModelCall;
        _updates = isStreamed && span.IsRecording ? new ChatUpdates(_span.Policy.MaxStreamedCharacters) : null;
        Ambient = ReferenceEquals(span, LiveSpan.NoOp) ? AmbientSpan.Current : span;
    }

    /// <summary>What is to be ambient while the client behind works.</summary>
    public LiveSpan? Ambient { get; }

    /// <summary>A call of a model.</summary>
    public static ChatCall StartOfModel(ChatClientMetadata? metadata, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreamed)
    {
        var call = new ChatCall(Mlflow.StartSpan("ChatClient", SpanType.ChatModel), isModelCall: true, isStreamed);
        call.Try(() =>
        {
            var model = options?.ModelId ?? metadata?.DefaultModelId;
            call.Request(model, messages, options);
            if (model is not null)
            {
                call._span.SetModel(model, metadata?.ProviderName);
            }
        });
        return call;
    }

    /// <summary>Something with calls of models in it.</summary>
    public static ChatCall Start(string name, string spanType, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreamed)
    {
        var call = new ChatCall(Mlflow.StartSpan(name, spanType), isModelCall: false, isStreamed);
        call.Try(() => call.Request(options?.ModelId, messages, options));
        return call;
    }

    /// <summary>Records what is not streamed.</summary>
    /// <param name="ask">Makes the call.</param>
    /// <param name="view">A response in the words of chat clients.</param>
    public async Task<TResponse> RecordAsync<TResponse>(Func<Task<TResponse>> ask, Func<TResponse, ChatResponse> view)
    {
        try
        {
            AmbientSpan.Current = Ambient;
            var response = await ask().ConfigureAwait(false);
            Try(() => Response(view(response)));
            return response;
        }
        catch (Exception exception)
        {
            Failed(exception);
            throw;
        }
        finally
        {
            End();
        }
    }

    public void Saw(Func<ChatResponseUpdate> view) => Try(() =>
    {
        if (_updates!.Count == 0)
        {
            _span.AddEvent("first chunk");
        }

        _updates.Add(view());
    });

    /// <summary>The stream has said all.</summary>
    public void Completed() => _isOver = true;

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
                    Response(_updates.ToResponse());
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

    private void Request(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _span.SetInputs(ChatShape.Request(model, messages, options, _updates is not null));
        _span.SetAttribute(SpanAttributeKey.MessageFormat, "openai");
        if (ChatShape.Tools(options) is { Count: > 0 } tools)
        {
            _span.SetChatTools(tools);
        }
    }

    private void Response(ChatResponse response)
    {
        _span.SetOutputs(ChatShape.Response(response));

        // Of anything around a model these are sums of what the calls inside say.
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
