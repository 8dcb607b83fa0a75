using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>
/// One enumeration of a traced sequence, sync or async (S16, S17). Its span opens at the first move, is ambient only while the sequence's
/// own code runs, and ends with the sequence, with what it throws, or when the consumer lets go of it.
/// </summary>
/// <remarks>Like the enumerator it belongs to, it is used by one consumer at a time.</remarks>
internal sealed class Enumeration<[DynamicallyAccessedMembers(Captured.Members)] T>(Iteration call)
{
    private readonly OutputReducer<T>? _reducer = call.Reducer as OutputReducer<T>;
    private State _state;
    private LiveSpan? _span;
    private List<T>? _items;

    private enum State
    {
        NotBegun,
        Open,
        Over,
    }

    /// <summary>Whether the first move was made and the end is not reached.</summary>
    public bool IsOpen => _state == State.Open;

    /// <summary>Before the sequence's code runs.</summary>
    public AmbientFrame Enter()
    {
        if (_state == State.NotBegun)
        {
            Begin();
        }

        return _span is { } span ? AmbientSpan.Enter(span) : default;
    }

    /// <summary>After the sequence's code has run, before its consumer goes on.</summary>
    public void Leave(AmbientFrame frame)
    {
        if (_span is { } span)
        {
            AmbientSpan.Leave(span, frame);
        }
    }

    /// <summary>Records an item that the sequence yielded.</summary>
    public void Add(T item)
    {
        if (_span is { IsMarker: false } span && ResultPolicy.IsRecorded(span))
        {
            span.AddItem(item);
            if (_reducer is not null)
            {
                (_items ??= []).Add(item);
            }
        }
    }

    /// <summary>Ends the span: there is no further item, or the consumer wants none.</summary>
    public void End()
    {
        if (TakeSpan() is not { } span)
        {
            return;
        }

        var isReduced = _reducer is not null && ResultPolicy.IsRecorded(span);
        span.EndWith(isReduced ? _reducer!.Reduce(_items?.ToArray() ?? [], span) : ResultPolicy.Withheld(span.Site));
        _items = null;
    }

    /// <summary>Ends the span with what the sequence's code threw.</summary>
    public void Fail(object? thrown) => TakeSpan()?.EndWithThrown(thrown);

    /// <summary>Ends the span as an asynchronous disposal ended.</summary>
    public void EndWith(Task disposal)
    {
        if (disposal.Status == TaskStatus.RanToCompletion)
        {
            End();
        }
        else
        {
            Fail(disposal.Exception?.InnerException ?? new TaskCanceledException(disposal));
        }
    }

    private void Begin()
    {
        _state = State.Open;
        var span = SpanFactory.PrepareWoven(call.Site);
        if (span is { IsMarker: false })
        {
            call.SetArguments(span);
            span = span.Start() ? span : null;
        }

        _span = span;
    }

    private LiveSpan? TakeSpan()
    {
        var span = _state == State.Open ? _span : null;
        _state = State.Over;
        _span = null;
        return span is { IsMarker: false } ? span : null;
    }
}
