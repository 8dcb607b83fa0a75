using MLflow.Tracing.Complaints;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Http.Observation;

/// <summary>One call of a language model, from its request to the end of its answer. Never throws into the program.</summary>
internal sealed class LlmExchange
{
    // Handlers may stand one behind the other, and the listener behind them all.
    private static readonly HttpRequestOptionsKey<bool> s_isObserved = new("MLflow.Tracing.Http");

    private readonly HttpContent _content;
    private readonly LlmEndpoint _endpoint;
    private readonly RequestObserver _sent;
    private readonly RecordedCall _call;
    private readonly long _startUnixNs = SpanClock.UnixNsNow;
    private LiveSpan? _span;

    private LlmExchange(HttpRequestMessage request, LlmEndpoint endpoint)
    {
        (Request, _content, _endpoint) = (request, request.Content!, endpoint);
        _sent = new RequestObserver(_content.Headers.ContentType?.MediaType);
        _call = new RecordedCall(endpoint, _sent.Body);
        if (endpoint.IsCertain)
        {
            StartSpan();
        }
    }

    /// <summary>The request, as the program has it.</summary>
    public HttpRequestMessage Request { get; }

    /// <summary>Whether an exchange looks at a request already.</summary>
    public static bool IsObserved(HttpRequestMessage request) => request.Options.TryGetValue(s_isObserved, out _);

    /// <summary>Begins to observe a request that is about to be sent.</summary>
    /// <returns><see langword="null"/> when there is nothing to record: tracing is off, the trace was sampled out, this is no such call, or somebody else records it.</returns>
    public static LlmExchange? Begin(HttpRequestMessage? request)
    {
        if (request is null || !TracingSwitch.MayBeOn)
        {
            return null;
        }

        try
        {
            // The endpoint first: whether tracing is on may be decided by a request of our own.
            if (LlmEndpoint.Of(request) is not { } endpoint || IsObserved(request) || TracingSwitch.Runtime is null || ModelCalls.IsRecorded)
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
            if (IsRecorded())
            {
                response.Content = new ObservedContent(response.Content, _call.Responded(_span!, response));
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
            if (IsRecorded())
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

    public static void Report(Exception exception) => Mlflow.Diagnostics.Report(ModelCallComplaints.NotRecorded(exception.Message), exception);

    /// <summary>The request is the program's own again, and may be sent once more.</summary>
    private void Release()
    {
        Request.Content = _content;
        ((IDictionary<string, object?>)Request.Options).Remove(s_isObserved.Key);
    }

    // Where the address does not tell what it is, the request does.
    private bool IsRecorded()
    {
        if (_span is null && NamesModel())
        {
            StartSpan();
        }

        return _span is { IsRecording: true };
    }

    private bool NamesModel()
    {
        lock (_sent.Body)
        {
            using var request = _sent.Body.ParseJson();
            return request is not null && Json.Text(request.RootElement, "model") is not null;
        }
    }

    private void StartSpan()
    {
        _span = Mlflow.StartSpan(_endpoint.Format.Name, _endpoint.Format.SpanType, startTimeUnixNs: _startUnixNs);
        _span.IsModelCall = true;
        _span.Defer(_call);
    }
}
