using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Woven;

/// <summary>One call of a woven method; a local of woven code, zeroed before use. Not for use by hand.</summary>
/// <remarks>No member throws. Every member does nothing, at the cost of one check, when the call is not recorded.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TraceScope
{
    private LiveSpan? _span;
    private AmbientFrame _frame;
    private object? _inFlight;

    /// <summary>Decides whether this call is recorded, and if so prepares its span.</summary>
    public bool Begin(TraceSite site)
    {
        var span = SpanFactory.PrepareWoven(site);
        if (span is null)
        {
            return false;
        }

        _span = span;
        if (!span.IsMarker)
        {
            return true;
        }

        // A root that the sampler left out: what it calls must know, and finds the marker with one check.
        if (site.IsLeaf)
        {
            _span = null;
        }
        else
        {
            _frame = AmbientSpan.Enter(span);
        }

        return false;
    }

    /// <summary>Records one argument.</summary>
    public readonly void Arg<[DynamicallyAccessedMembers(Captured.Members)] T>(int index, T value)
        => _span!.CaptureArgument(index, value);

    /// <summary>Records the text, or the items, that an argument spans.</summary>
    public readonly void ArgSpan<T>(int index, ReadOnlySpan<T> value) => _span!.SetArgument(index, CapturedValue.FromSpan(value, _span.Trace.Runtime.Capture, _span.Trace));

    /// <inheritdoc cref="ArgSpan{T}"/>
    public readonly void ArgWritableSpan<T>(int index, Span<T> value) => ArgSpan<T>(index, value);

    /// <summary>Records that an argument cannot be looked at (a pointer, a by-ref-like value), with its type's name.</summary>
    public readonly void ArgOpaque(int index, string typeName) => _span!.SetArgument(index, CapturedValue.Opaque(typeName));

    /// <summary>Records that an argument is not to be looked at.</summary>
    public readonly void ArgRedacted(int index) => _span!.SetArgument(index, CapturedValue.Redacted);

    /// <summary>Starts the clock and makes the span the ambient one.</summary>
    public void Start()
    {
        var span = _span!;
        if (!span.Start())
        {
            _span = null;
        }
        else if (!span.Site.IsLeaf)
        {
            _frame = AmbientSpan.Enter(span);
        }
    }

    /// <summary>Whether values of the method's <c>out</c> and <c>ref</c> parameters, or what its result refers to, are to be read at its end.</summary>
    public readonly bool IsRecording => _span is { IsMarker: false };

    /// <summary>Records what a parameter refers to at the method's end; only when <see cref="IsRecording"/>.</summary>
    public readonly void Out<[DynamicallyAccessedMembers(Captured.Members)] T>(string name, T value)
        => _span!.SetExitValue(name, CapturedValue.From(value, _span.Trace.Runtime.Capture, _span.Trace));

    /// <summary>Records that what a parameter refers to cannot be looked at; only when <see cref="IsRecording"/>.</summary>
    public readonly void OutOpaque(string name, string typeName) => _span!.SetExitValue(name, CapturedValue.Opaque(typeName));

    /// <summary>Records that what a parameter refers to is not to be looked at; only when <see cref="IsRecording"/>.</summary>
    public readonly void OutRedacted(string name) => _span!.SetExitValue(name, CapturedValue.Redacted);

    /// <summary>Called by the exception filter: keeps the exception in flight.</summary>
    /// <returns>Always 0: the filter never catches.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Observe(object exception)
    {
        if (_span is not null)
        {
            _inFlight = exception;
        }

        return 0;
    }

    /// <summary>Called by the fault block: ends the span with the exception last observed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Fault()
    {
        if (_span is not null)
        {
            EndFaulted();
        }
    }

    /// <summary>Ends the span of a method without a result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Complete()
    {
        if (_span is not null)
        {
            EndCompleted();
        }
    }

    /// <summary>Ends the span with the method's result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Complete<[DynamicallyAccessedMembers(Captured.Members)] T>(T result)
    {
        if (_span is not null)
        {
            EndCompleted(result);
        }
    }

    /// <summary>Ends the span with the text, or the items, that the method's result spans.</summary>
    public readonly void CompleteSpan<T>(ReadOnlySpan<T> result)
    {
        if (_span is not null && LeaveAmbient())
        {
            _span.EndWith(CapturedValue.FromSpan(result, _span.Trace.Runtime.Capture, _span.Trace));
        }
    }

    /// <inheritdoc cref="CompleteSpan{T}"/>
    public readonly void CompleteWritableSpan<T>(Span<T> result) => CompleteSpan<T>(result);

    /// <summary>Ends the span of a method whose result cannot be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void CompleteOpaque(string typeName)
    {
        if (_span is not null)
        {
            EndOpaque(typeName);
        }
    }

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>The same task.</returns>
    public readonly Task? CompleteTask(Task? task)
    {
        if (LeaveAmbient())
        {
            TaskObservation.Observe(_span!, task);
        }

        return task;
    }

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>The same task.</returns>
    public readonly Task<T>? CompleteTask<[DynamicallyAccessedMembers(Captured.Members)] T>(Task<T>? task)
    {
        if (LeaveAmbient())
        {
            TaskObservation.Observe(_span!, task);
        }

        return task;
    }

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>A task that may be awaited in place of the given one, which is consumed.</returns>
    public readonly ValueTask CompleteValueTask(ValueTask task)
        => LeaveAmbient() ? TaskObservation.Observe(_span!, task) : task;

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>A task that may be awaited in place of the given one, which is consumed.</returns>
    public readonly ValueTask<T> CompleteValueTask<[DynamicallyAccessedMembers(Captured.Members)] T>(ValueTask<T> task)
        => LeaveAmbient() ? TaskObservation.Observe(_span!, task) : task;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void EndFaulted()
    {
        if (LeaveAmbient())
        {
            _span!.EndWithThrown(_inFlight);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void EndCompleted()
    {
        if (LeaveAmbient())
        {
            _span!.EndWith(ResultPolicy.Withheld(_span.Site));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void EndCompleted<[DynamicallyAccessedMembers(Captured.Members)] T>(T result)
    {
        if (LeaveAmbient())
        {
            _span!.EndWith(ResultPolicy.Of(result, _span));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void EndOpaque(string typeName)
    {
        if (LeaveAmbient())
        {
            _span!.EndWith(CapturedValue.Opaque(typeName));
        }
    }

    /// <summary>Makes the caller's ambient span ambient again.</summary>
    /// <returns>Whether there is a span to end.</returns>
    private readonly bool LeaveAmbient()
    {
        if (_span is null)
        {
            return false;
        }

        if (!_span.Site.IsLeaf)
        {
            AmbientSpan.Leave(_span, _frame);
        }

        return !_span.IsMarker;
    }
}
