using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Woven;

/// <summary>One call of a woven async method; a field of its state machine, null when the call is not recorded. Not for use by hand.</summary>
/// <remarks>No member throws. Every static member accepts null and then does nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AsyncCall
{
    /// <summary>Stands for "nothing was ambient" where null stands for "not recorded".</summary>
    private static readonly object s_nothing = new();

    private readonly LiveSpan _span;
    private bool _isStarted;

    private AsyncCall(LiveSpan span) => _span = span;

    /// <summary>Decides whether this call is recorded; called in the kickoff, before the builder starts.</summary>
    /// <returns>The call, or <see langword="null"/> when it is not recorded.</returns>
    public static AsyncCall? Begin(TraceSite site)
        => SpanFactory.PrepareWoven(site) is { } span ? new AsyncCall(span) : null;

    /// <summary>Records one argument.</summary>
    public static void Arg<[DynamicallyAccessedMembers(Captured.Members)] T>(AsyncCall call, int index, T value)
    {
        if (call is { _span: { IsMarker: false } span })
        {
            span.CaptureArgument(index, value);
        }
    }

    /// <summary>Records that an argument cannot be looked at, with its type's name.</summary>
    public static void ArgOpaque(AsyncCall call, int index, string typeName)
    {
        if (call is { _span: { IsMarker: false } span })
        {
            span.SetArgument(index, CapturedValue.Opaque(typeName));
        }
    }

    /// <summary>Records that an argument is not to be looked at.</summary>
    public static void ArgRedacted(AsyncCall call, int index)
    {
        if (call is { _span: { IsMarker: false } span })
        {
            span.SetArgument(index, CapturedValue.Redacted);
        }
    }

    /// <summary>
    /// First thing in <c>MoveNext</c>: on the first entry starts the clock and makes the span the ambient one. The builder's <c>Start</c>
    /// puts the caller's ambient value back, and each later entry finds ours in the execution context.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Resume(AsyncCall? call)
    {
        if (call is { _isStarted: false })
        {
            call.StartNow();
        }
    }

    /// <summary>Before the builder's <c>SetResult()</c>: ends the span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Done(AsyncCall? call)
    {
        if (call is not null)
        {
            call._span.EndWith(ResultPolicy.Withheld(call._span.Site));
        }
    }

    /// <summary>Before the builder's <c>SetResult(T)</c>: ends the span with the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Done<[DynamicallyAccessedMembers(Captured.Members)] T>(T result, AsyncCall? call)
    {
        if (call is not null)
        {
            End(result, call._span);
        }
    }

    /// <summary>Before the builder's <c>SetException</c>: ends the span with the exception.</summary>
    public static void Fail(Exception exception, AsyncCall? call) => call?._span.EndWithThrown(exception);

    /// <summary>Custom builders only, in the kickoff before the builder's <c>Start</c>: remembers the ambient span.</summary>
    /// <returns>What to give to <see cref="Leave"/> after <c>Start</c>.</returns>
    public static object? SaveAmbient(AsyncCall? call) => call is null ? null : AmbientSpan.Current ?? s_nothing;

    /// <summary>Custom builders only: first thing in <c>MoveNext</c>, instead of <see cref="Resume"/>: makes the span the ambient one.</summary>
    /// <returns>What to give to <see cref="Leave"/>.</returns>
    public static object? Enter(AsyncCall? call)
    {
        if (call is null)
        {
            return null;
        }

        var outer = AmbientSpan.Current;
        if (call._isStarted)
        {
            AmbientSpan.Current = call._span;
        }
        else
        {
            call.StartNow();
        }

        return outer ?? s_nothing;
    }

    /// <summary>
    /// Custom builders only: last thing in <c>MoveNext</c>, however it is left, and in the kickoff after the builder's <c>Start</c>: puts
    /// back what was ambient before <see cref="Enter"/> or at <see cref="SaveAmbient"/>.
    /// Nothing is assumed about what such a builder restores.
    /// </summary>
    public static void Leave(AsyncCall? call, object? token)
    {
        if (call is not null && token is not null && ReferenceEquals(AmbientSpan.Current, call._span))
        {
            AmbientSpan.Current = token as LiveSpan;
        }
    }

    private static void End<[DynamicallyAccessedMembers(Captured.Members)] T>(T result, LiveSpan span)
    {
        if (!span.IsMarker)
        {
            span.EndWith(ResultPolicy.Of(result, span));
        }
    }

    private void StartNow()
    {
        _isStarted = true;
        if (_span.IsMarker || _span.Start())
        {
            AmbientSpan.Current = _span;
        }
    }
}
