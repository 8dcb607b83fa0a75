using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Http.Observation;

/// <summary>One call of a language model, from its request to the end of its answer. Never throws into the program.</summary>
internal sealed class LlmExchange
{
    // Handlers may stand one behind the other, and the listener behind them all.
    private static readonly HttpRequestOptionsKey<bool> s_isObserved = new("MLflow.Tracing.Http");

    private readonly HttpRequestMessage _request;
    private readonly HttpContent _content;
    private readonly LlmEndpoint _endpoint;
    private readonly RequestObserver _sent = new();
    private readonly long _startUnixNs = SpanClock.UnixNsNow;
    private LiveSpan? _span;
    private HttpStatusCode? _failure;

    private LlmExchange(HttpRequestMessage request, LlmEndpoint endpoint)
    {
        (_request, _content, _endpoint) = (request, request.Content!, endpoint);
        if (endpoint.IsCertain)
        {
            StartSpan();
        }
    }

    /// <summary>Begins to observe a request that is about to be sent.</summary>
    /// <returns><see langword="null"/> when there is nothing to record: tracing is off, the trace was sampled out, this is no such call, or somebody else records it.</returns>
    public static LlmExchange? Begin(HttpRequestMessage? request)
    {
        if (request is null || TracingSwitch.Runtime is null)
        {
            return null;
        }

        try
        {
            if (LlmEndpoint.Of(request) is not { } endpoint || request.Options.TryGetValue(s_isObserved, out _) || ModelCalls.IsRecorded)
            {
                return null;
            }

            var exchange = new LlmExchange(request, endpoint);
            if (exchange._span is { IsRecording: false })
            {
                return null;
            }

            request.Content = new ObservedContent(exchange._content, exchange._sent);
            request.Options.Set(s_isObserved, true);
            return exchange;
        }
#pragma warning disable CA1031 // the request is sent, whatever we make of it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(exception);
            return null;
        }
    }

    /// <summary>The response's headers are there.</summary>
    public void Responded(HttpResponseMessage response)
    {
        try
        {
            Release();
            if (RequestIsRecorded())
            {
                _failure = response.IsSuccessStatusCode ? null : response.StatusCode;
                response.Content = new ObservedContent(response.Content, new ResponseObserver(this, _endpoint.Format, response));
            }
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(exception);
            _span?.End();
        }
    }

    /// <summary>For a filter: the call has failed without a response. Says that the exception is not caught.</summary>
    public bool IsCaughtAfterFailing(Exception exception)
    {
        try
        {
            Release();
            if (RequestIsRecorded())
            {
                _span!.RecordException(exception);
                _span.End();
            }
        }
#pragma warning disable CA1031 // as above
        catch (Exception own)
#pragma warning restore CA1031
        {
            Report(own);
        }

        return false;
    }

    public void FirstPieceCame() => _span!.AddEvent("first chunk");

    public static void Report(Exception exception) => Mlflow.Diagnostics.Report(ModelCallComplaints.NotRecorded(exception.Message), exception);

    /// <summary>The answer is over.</summary>
    public void Answered(ResponseObserver.Outcome outcome)
    {
        var span = _span!;
        try
        {
            RecordAnswer(span, outcome);
        }
        finally
        {
            span.End();
        }
    }

    /// <summary>A body as JSON, or <see langword="null"/> when it is none.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // shown as the text that it is
            return null;
        }
    }

    private void RecordAnswer(LiveSpan span, ResponseObserver.Outcome outcome)
    {
        using var answer = outcome.Read();
        if (answer is not null)
        {
            using var merged = Merged(answer.Root);
            var root = (merged ?? answer).Root;
            span.SetOutputs(root);
            RecordFacts(span, root);
        }
        else if (outcome.Body is { Length: > 0 } body)
        {
            span.SetOutputs(body.IsComplete ? Encoding.UTF8.GetString(body.Bytes.Span) : $"<{body.Length} bytes>");
        }

        if (outcome.Streamed is { } streamed)
        {
            span.SetAttribute("llm.stream.chunks", streamed.Pieces);
            if (streamed.NotUnderstood + outcome.TooLong is > 0 and var missing)
            {
                span.SetAttribute("llm.stream.chunks_not_understood", missing);
            }
        }

        if (outcome.IsAbandoned)
        {
            span.AddEvent("abandoned");
        }

        RecordFailure(span, outcome, answer);
    }

    // Gemini's stream without server-sent events is one list of pieces.
    private ReadAnswer? Merged(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array || _failure is not null || _endpoint.Format != GeminiFormat.GenerateContent)
        {
            return null;
        }

        var pieces = _endpoint.Format.NewStreamedAnswer();
        foreach (var piece in answer.EnumerateArray())
        {
            pieces.Read(Encoding.UTF8.GetBytes(piece.GetRawText()));
        }

        return ReadAnswer.Of(pieces);
    }

    private void RecordFacts(LiveSpan span, JsonElement answer)
    {
        if (_failure is not null)
        {
            return;
        }

        if (_endpoint.Format.ModelIn(answer) is { Length: > 0 } model)
        {
            span.SetModel(model);
        }

        if (_endpoint.Format.UsageIn(answer) is { } usage)
        {
            span.SetTokenUsage(usage);
        }
    }

    private void RecordFailure(LiveSpan span, ResponseObserver.Outcome outcome, ReadAnswer? answer)
    {
        if (outcome.Exception is not null)
        {
            span.RecordException(outcome.Exception);
        }
        else if (_failure is { } status)
        {
            var said = answer is null ? null : VendorError.In(answer.Root);
            RecordRefusal(span, string.Create(CultureInfo.InvariantCulture, $"{(int)status} {said ?? status.ToString()}"), status);
        }
        else if (outcome.Streamed?.Error is { } error)
        {
            RecordRefusal(span, error, status: null);
        }
    }

    // No exception is there yet: each library makes one of its own of what the vendor says.
    private static void RecordRefusal(LiveSpan span, string message, HttpStatusCode? status)
    {
        span.RecordException(new HttpRequestException(message, inner: null, status));
        span.SetStatus(SpanStatusCode.Error, message);
    }

    /// <summary>The request is the program's own again, and may be sent once more.</summary>
    private void Release()
    {
        _request.Content = _content;
        ((IDictionary<string, object?>)_request.Options).Remove(s_isObserved.Key);
    }

    private bool RequestIsRecorded()
    {
        lock (_sent.Body)
        {
            using var request = _sent.Body.IsComplete ? Parse(_sent.Body.Bytes) : null;
            if (_span is null)
            {
                if (request is null || Json.Text(request.RootElement, "model") is null)
                {
                    return false;
                }

                StartSpan();
            }

            if (_span is not { IsRecording: true } span)
            {
                return false;
            }

            RecordRequest(span, request);
            return true;
        }
    }

    private void RecordRequest(LiveSpan span, JsonDocument? request)
    {
        if (request is null)
        {
            span.SetInputs(_sent.Body.IsComplete ? Encoding.UTF8.GetString(_sent.Body.Bytes.Span) : $"<{_sent.Body.Length} bytes>");
        }
        else
        {
            span.SetInputs(_endpoint.ModelInPath is { } named ? WithModel(named, request.RootElement) : request.RootElement);
            if ((_endpoint.ModelInPath ?? Json.Text(request.RootElement, "model")) is { Length: > 0 } model)
            {
                span.SetModel(model, _endpoint.Provider);
            }

            if (_endpoint.Format.ToolsIn(request.RootElement) is { Count: > 0 } tools)
            {
                span.SetChatTools(tools);
            }
        }

        span.SetAttribute(SpanAttributeKey.MessageFormat, _endpoint.Format.MessageFormat);
    }

    private static Dictionary<string, object> WithModel(string model, JsonElement request)
    {
        var inputs = new Dictionary<string, object> { ["model"] = model };
        if (request.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in request.EnumerateObject())
            {
                inputs[member.Name] = member.Value;
            }
        }

        return inputs;
    }

    private void StartSpan()
    {
        _span = Mlflow.StartSpan(_endpoint.Format.Name, _endpoint.Format.SpanType, startTimeUnixNs: _startUnixNs);
        _span.IsModelCall = true;
    }
}
