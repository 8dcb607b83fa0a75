using System.Collections.Concurrent;
using System.Diagnostics;

namespace MLflow.Tracing.Http.Observation;

/// <summary>Hears of each request that the platform's handler sends, and of its response.</summary>
/// <remarks>https://github.com/dotnet/runtime/blob/main/src/libraries/System.Net.Http/src/HttpDiagnosticsGuide.md</remarks>
internal sealed class HttpEvents : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string Request = "System.Net.Http.Request";
    private const string Response = "System.Net.Http.Response";
    private const string Failure = "System.Net.Http.Exception";

    private readonly ConcurrentDictionary<Guid, LlmExchange> _exchanges = new();
    private readonly ConcurrentDictionary<HttpRequestMessage, Exception> _failures = new();
    private readonly object _lock = new();
    private IDisposable? _subscription;
    private IDisposable? _events;

    public void Listen()
    {
        lock (_lock)
        {
            _subscription ??= DiagnosticListener.AllListeners.Subscribe(this);
        }
    }

    public void StopListening()
    {
        lock (_lock)
        {
            _subscription?.Dispose();
            _events?.Dispose();
            (_subscription, _events) = (null, null);
        }
    }

    // Not to HttpRequestOut: whoever wants that one makes activities, and vendors get a traceparent.
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            _events = value.Subscribe(this, static name => name is Request or Response or Failure);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            // Several listeners may want different events, and each hears all.
            switch (value.Key)
            {
                case Request when LlmExchange.Begin(EventValue.In<HttpRequestMessage>(value.Value, "Request")) is { } exchange:
                    _exchanges[EventValue.Id(value.Value)] = exchange;
                    break;
                case Failure when !_exchanges.IsEmpty && EventValue.In<HttpRequestMessage>(value.Value, "Request") is { } request && LlmExchange.IsObserved(request):
                    _failures[request] = EventValue.In<Exception>(value.Value, "Exception")!;
                    break;
                case Response when !_exchanges.IsEmpty && _exchanges.TryRemove(EventValue.Id(value.Value), out var exchange):
                    End(exchange, EventValue.In<HttpResponseMessage>(value.Value, "Response"));
                    break;
                default:
                    break;
            }
        }
#pragma warning disable CA1031 // the traffic goes on, whatever we make of it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LlmExchange.Report(exception);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void End(LlmExchange exchange, HttpResponseMessage? response)
    {
        if (response is not null)
        {
            exchange.Responded(response);
            return;
        }

        // There is no event with the exception of a call that was cancelled.
        _failures.TryRemove(exchange.Request, out var failure);
        exchange.IsCaughtAfterFailing(failure ?? new OperationCanceledException());
    }
}
