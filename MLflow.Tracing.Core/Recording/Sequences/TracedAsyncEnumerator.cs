using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>
/// One enumeration of an asynchronous sequence (S17). A move that completes at once stays so; one that is pending is handed to the consumer
/// through this object, which completes it after the item was recorded. Nothing is allocated a move, and no frame shows in stack traces.
/// </summary>
[StackTraceHidden]
internal sealed class TracedAsyncEnumerator<[DynamicallyAccessedMembers(Captured.Members)] T> : IAsyncEnumerator<T>, IValueTaskSource<bool>
{
    private readonly IAsyncEnumerator<T> _source;
    private readonly Enumeration<T> _enumeration;
    private readonly Action _onMoved;
    private ManualResetValueTaskSourceCore<bool> _move;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _pending;

    public TracedAsyncEnumerator(IAsyncEnumerator<T> source, Iteration call)
    {
        _source = source;
        _enumeration = new Enumeration<T>(call);
        _onMoved = OnMoved;
    }

    public T Current => _source.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        ValueTask<bool> move;
        object? thrown = null;
        var isComplete = false;
        var frame = _enumeration.Enter();
        try
        {
            move = _source.MoveNextAsync();
            isComplete = true;
        }
        catch (Exception exception) when (InFlight.Keep(exception, out thrown))
        {
            throw;
        }
        finally
        {
            _enumeration.Leave(frame);
            if (!isComplete)
            {
                _enumeration.Fail(thrown);
            }
        }

        if (move.IsCompletedSuccessfully)
        {
            var hasItem = move.Result;
            Record(hasItem);
            return new ValueTask<bool>(hasItem);
        }

        _move.Reset();
        var version = _move.Version;
        _pending = move.ConfigureAwait(false).GetAwaiter();
        if (_pending.IsCompleted)
        {
            OnMoved();
        }
        else
        {
            _pending.UnsafeOnCompleted(_onMoved);
        }

        return new ValueTask<bool>(this, version);
    }

    /// <summary>The sequence's <c>finally</c> blocks run here when its consumer stops early.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_enumeration.IsOpen)
        {
            return _source.DisposeAsync();
        }

        ValueTask disposal;
        object? thrown = null;
        var isComplete = false;
        var frame = _enumeration.Enter();
        try
        {
            disposal = _source.DisposeAsync();
            isComplete = true;
        }
        catch (Exception exception) when (InFlight.Keep(exception, out thrown))
        {
            throw;
        }
        finally
        {
            _enumeration.Leave(frame);
            if (!isComplete)
            {
                _enumeration.Fail(thrown);
            }
        }

        if (disposal.IsCompletedSuccessfully)
        {
            disposal.GetAwaiter().GetResult(); // its source expects to be asked once
            _enumeration.End();
            return default;
        }

        var pending = disposal.AsTask();
        _ = pending.ContinueWith(
            static (ended, state) => ((Enumeration<T>)state!).EndWith(ended),
            _enumeration,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new ValueTask(pending);
    }

    public bool GetResult(short token) => _move.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _move.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _move.OnCompleted(continuation, state, token, flags);

    public override string? ToString() => _source.ToString();

    private void OnMoved()
    {
        bool hasItem;
        try
        {
            hasItem = _pending.GetResult();
            Record(hasItem);
        }
#pragma warning disable CA1031 // it goes on to the consumer
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _pending = default;
            _enumeration.Fail(exception);
            _move.SetException(exception);
            return;
        }

        _pending = default;
        _move.SetResult(hasItem);
    }

    private void Record(bool hasItem)
    {
        if (hasItem)
        {
            _enumeration.Add(_source.Current);
        }
        else
        {
            _enumeration.End();
        }
    }
}
