using System.Globalization;
using System.Net;
using System.Text.Json;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Http.Observation;

/// <summary>What was seen of a call, and what its span says of it: its request, its answer, its facts, its failure.</summary>
/// <param name="endpoint">What was called.</param>
/// <param name="request">The request; locked by whoever adds to it.</param>
internal sealed class RecordedCall(LlmEndpoint endpoint, BodyCopy request) : IDeferredContent
{
    private HttpStatusCode? _refusal;
    private ResponseObserver? _response;

    public long HeldBytes => request.HeldBytes + (_response?.HeldBytes ?? 0);

    /// <summary>The headers of the response are there.</summary>
    /// <param name="span">The span, whose status a refusal is: nobody may ever read what the vendor says of it.</param>
    /// <param name="response">The response.</param>
    /// <returns>What is to be told of its body.</returns>
    public ResponseObserver Responded(LiveSpan span, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            _refusal = response.StatusCode;
            span.SetStatus(SpanStatusCode.Error, Refusal(response.StatusCode, response.StatusCode.ToString()));
        }

        return _response = new ResponseObserver(span, endpoint, response);
    }

    public void AddTo(LiveSpan span)
    {
        try
        {
            Request(span);
            if (_response is not null)
            {
                _response.Read();
                Answer(span, _response);
            }
        }
#pragma warning disable CA1031 // vendors say what they like; the span goes its way all the same
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LlmExchange.Report(exception);
        }
    }

    public void Discard() => _response?.Discard();

    private static string Refusal(HttpStatusCode status, string said) => string.Create(CultureInfo.InvariantCulture, $"{(int)status} {said}");

    private void Request(LiveSpan span)
    {
        lock (request)
        {
            using var document = request.ParseJson();
            if (document is null)
            {
                span.SetInputs(request.ToText());
            }
            else
            {
                var root = document.RootElement;
                span.SetInputs(new Utf8Json(request.Bytes, endpoint.ModelInPath is { } named && Json.Member(root, "model") is null ? new("model", named) : null));
                if ((endpoint.ModelInPath ?? Json.Text(root, "model")) is { Length: > 0 } model)
                {
                    span.SetModel(model, endpoint.Provider);
                }

                if (endpoint.Format.ToolsIn(root) is { Count: > 0 } tools)
                {
                    span.SetChatTools(tools);
                }
            }
        }

        span.SetAttribute(SpanAttributeKey.MessageFormat, endpoint.Format.MessageFormat);
    }

    private void Answer(LiveSpan span, ResponseObserver response)
    {
        using var answer = ReadAnswer.Of(response);
        if (answer is not null)
        {
            span.SetOutputs(answer.Json);
            if (_refusal is null)
            {
                Facts(span, answer.Root);
            }
        }
        else if ((response.Stray is { Length: > 0 } stray ? stray : response.Body.Length > 0 ? response.Body.ToText() : null) is { } text)
        {
            span.SetOutputs(text);
        }

        if (response.Streamed is { } streamed)
        {
            span.SetAttribute("llm.stream.chunks", streamed.Pieces);
            if (streamed.NotUnderstood + response.TooLong is > 0 and var missing)
            {
                span.SetAttribute("llm.stream.chunks_not_understood", missing);
            }

            if (streamed.IsFull)
            {
                span.SetAttribute("llm.stream.truncated", true);
            }
        }

        if (response.IsAbandoned)
        {
            span.AddEvent("abandoned", timeUnixNs: span.Trace.ToUnixNs(span.EndTimestamp));
        }

        if (!response.HasFailed)
        {
            Failure(span, response, answer);
        }
    }

    private void Facts(LiveSpan span, JsonElement answer)
    {
        if (endpoint.Format.ModelIn(answer) is { Length: > 0 } model)
        {
            span.SetModel(model);
        }

        if (endpoint.Format.UsageIn(answer) is { } usage)
        {
            span.SetTokenUsage(usage);
        }
    }

    // No exception is there yet: each library makes one of its own of what the vendor says.
    private void Failure(LiveSpan span, ResponseObserver response, ReadAnswer? answer)
    {
        var message = _refusal is { } status ? Refusal(status, (answer is null ? null : VendorError.In(answer.Root)) ?? status.ToString()) : response.Streamed?.Error;
        if (message is not null)
        {
            span.RecordThrown(new HttpRequestException(message, inner: null, _refusal), span.EndTimestamp);
            span.SetStatus(SpanStatusCode.Error, message);
        }
    }
}
