using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Recording.Sequences;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing;

/// <content>The life of a span as the recorder sees it: arguments, start, the one end, release.</content>
public sealed partial class LiveSpan
{
    /// <summary>Records one argument; only before the start, only by the call that made the span.</summary>
    internal void SetArgument(int index, CapturedValue value)
    {
        switch (index)
        {
            case 0:
                _argument0 = value;
                break;
            case 1:
                _argument1 = value;
                break;
            default:
                (_moreArguments ??= new CapturedValue[_site.ParameterNames.Length - 2])[index - 2] = value;
                break;
        }
    }

    /// <summary>Captures one argument, unless it is not to be looked at.</summary>
    internal void CaptureArgument<[DynamicallyAccessedMembers(Captured.Members)] T>(int index, T value)
        => SetArgument(index, _site.Redacts(index) ? CapturedValue.Redacted : CapturedValue.From(value, _trace.Runtime.Capture, _trace));

    internal CapturedValue Argument(int index) => index switch
    {
        0 => _argument0,
        1 => _argument1,
        _ => _moreArguments is null ? default : _moreArguments[index - 2],
    };

    /// <summary>Starts the clock and joins the trace.</summary>
    /// <returns>False when the trace was completed in the meantime, or is full: then the span is not recorded.</returns>
    internal bool Start()
    {
        _state = (int)SpanState.Open;
        StartTimestamp = SpanClock.Now;
        if (_parent is null)
        {
            _trace.Begin(this);
        }
        else if (!_trace.TryAdd(this))
        {
            _state = (int)SpanState.Ended;
            _trace.Runtime.OnSpanRefused(this);
            return false;
        }

        if (_site.Attributes.Count > 0)
        {
            SetAttributes(_site.Attributes);
        }

        if (_trace.Runtime.HasStartProcessors)
        {
            _trace.Runtime.RunStartProcessors(this);
        }

        return true;
    }

    /// <summary>Ends the span with a woven method's result.</summary>
    internal void EndWith(CapturedValue result)
    {
        if (TryBeginEnd())
        {
            _result = result;
            FinishEnd();
        }
    }

    /// <summary>Records what a parameter by reference refers to when the method returns.</summary>
    internal void SetExitValue(string parameter, CapturedValue value) => Change((parameter, value), static (details, exit) => details.SetExitValue(exit.parameter, exit.value));

    /// <summary>Records an item that a traced sequence yielded.</summary>
    internal void AddItem<[DynamicallyAccessedMembers(Captured.Members)] T>(T item)
    {
        if (!IsRecording || !_trace.Runtime.Capture.RecordsContent)
        {
            return;
        }

        // Only the sequence's one consumer adds items, so there is still room when the value has been captured, outside of the lock.
        var policy = _trace.Runtime.Capture;
        var timestamp = SpanClock.Now;
        var hasRoom = Details?.Items is not { HasRoom: false };
        var value = hasRoom ? CapturedValue.From(item, policy, _trace) : default;
        Change((policy, hasRoom, value, timestamp), static (details, item) =>
        {
            var items = details.Items ??= new RecordedItems(item.policy);
            if (item.hasRoom)
            {
                items.Add(item.value, item.timestamp);
            }
            else
            {
                items.Skip();
            }
        });
    }

    /// <summary>Ends the span with a delegate's result, unless the delegate set the outputs.</summary>
    internal void EndWithResult<[DynamicallyAccessedMembers(Captured.Members)] TResult>(TResult result)
    {
        if (IsRecording && Details is not { Outputs.IsEmpty: false })
        {
            Change(CapturedValue.From(result, _trace.Runtime.Capture, _trace), static (details, value) => details.Outputs = value);
        }

        End();
    }

    /// <summary>An exception filter's question: records and never catches.</summary>
    internal bool RecordAndPass(Exception thrown)
    {
        RecordThrown(thrown, SpanClock.Now);
        return false;
    }

    /// <summary>Ends the span with what the code threw.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void EndWithThrown(object? thrown)
    {
        RecordThrown(thrown, SpanClock.Now);
        End();
    }

    /// <summary>Ends the span as ERROR for a reason that lies outside the code it covers.</summary>
    /// <returns>False when it had ended already.</returns>
    internal bool TryAbandon(string reason)
    {
        if (!TryBeginEnd())
        {
            return false;
        }

        EndTimestamp = SpanClock.Now;
        RunProcessors();
        var details = EnsureDetails();
        lock (details)
        {
            details.Status ??= new SpanStatus(SpanStatusCode.Error, reason);
        }

        Volatile.Write(ref _state, (int)SpanState.Ended);
        return true;
    }

    /// <summary>An object of this class, with a small object or two that it refers to.</summary>
    private const int EstimatedBytesOfSpan = 250;

    /// <summary>Lets go of captured values, when their trace was delivered while the program still holds the span.</summary>
    internal void ReleaseValues()
    {
        ReleaseArguments();
        _result = default;
        Older = null;
        Details?.ReleaseValues();
    }

    /// <summary>Roughly the bytes that it keeps alive, after its end.</summary>
    internal long EstimateBytes()
    {
        long characters = _argument0.HeldCharacters + _argument1.HeldCharacters + _result.HeldCharacters;
        foreach (var argument in _moreArguments ?? [])
        {
            characters += argument.HeldCharacters;
        }

        return EstimatedBytesOfSpan + (characters * sizeof(char)) + (Details?.EstimateBytes() ?? 0);
    }

    internal SpanDetails EnsureDetails()
        => Details ?? Interlocked.CompareExchange(ref _details, new SpanDetails(), null) ?? _details!;

    private SpanState ReadState() => (SpanState)Volatile.Read(ref _state);

    // Looked at first: the no-op span is shared by all threads.
    private bool TryBeginEnd()
        => ReadState() == SpanState.Open && Interlocked.CompareExchange(ref _state, (int)SpanState.Ending, (int)SpanState.Open) == (int)SpanState.Open;

    private void FinishEnd()
    {
        EndTimestamp = SpanClock.Now;
        if (_trace.Runtime.ChangesSpans)
        {
            RunProcessors();
        }

        Volatile.Write(ref _state, (int)SpanState.Ended);
        _trace.OnSpanEnded();
    }

    private void ReleaseArguments()
    {
        _argument0 = default;
        _argument1 = default;
        _moreArguments = null;
    }

    /// <param name="thrown">What was thrown.</param>
    /// <param name="timestamp">When: a monotonic reading.</param>
    internal void RecordThrown(object? thrown, long timestamp)
    {
        if (!IsRecording)
        {
            return;
        }

        var record = _trace.RecordOf(thrown);
        Change((record, timestamp), static (details, thrown) =>
        {
            details.Exception = thrown.record;
            details.ExceptionTimestamp = thrown.timestamp;
            details.Status = new SpanStatus(thrown.record.IsCancellation ? SpanStatusCode.Unset : SpanStatusCode.Error, thrown.record.Description);
        });
    }

    private void Change(Action<SpanDetails> change) => Change(change, static (details, change) => change(details));

    /// <summary>For what is changed often: a function without a closure costs nothing on the heap.</summary>
    private void Change<TState>(TState state, Action<SpanDetails, TState> change)
    {
        if (!IsRecording)
        {
            return;
        }

        var details = EnsureDetails();
        lock (details)
        {
            if (IsRecording)
            {
                change(details, state);
            }
        }
    }
}
