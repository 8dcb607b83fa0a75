using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.Woven;

/// <summary>One call of a woven iterator; its arguments are kept until the sequence is enumerated. Not for use by hand.</summary>
/// <remarks>No member throws because of tracing. Given null for the call, each returns the sequence itself.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Iteration
{
    private readonly CapturePolicy _policy;
    private readonly CapturedValue[] _arguments;

    private Iteration(TraceSite site, CapturePolicy policy)
    {
        Site = site;
        _policy = policy;
        _arguments = site.ParameterNames.Length == 0 ? [] : new CapturedValue[site.ParameterNames.Length];
    }

    internal TraceSite Site { get; }

    internal object? Reducer { get; private set; }

    /// <summary>Decides whether the enumerations of this call's sequence may be recorded.</summary>
    /// <returns>The call, or <see langword="null"/> when they are not.</returns>
    public static Iteration? Begin(TraceSite site)
        => TracingSwitch.Runtime is { } runtime && !CaptureReentrancy.IsCapturing && !UserCallback.IsRunning && AmbientSpan.Current is not { IsSuppressing: true }
            ? new Iteration(site, runtime.Capture)
            : null;

    /// <summary>Records one argument, as it is when the iterator is called.</summary>
    public static void Arg<[DynamicallyAccessedMembers(Captured.Members)] T>(Iteration call, int index, T value)
        => call._arguments[index] = call.Site.Redacts(index) ? CapturedValue.Redacted : CapturedValue.From(value, call._policy, UnownedAttachments.Instance);

    /// <summary>Records that an argument cannot be looked at, with its type's name.</summary>
    public static void ArgOpaque(Iteration call, int index, string typeName) => call._arguments[index] = CapturedValue.Opaque(typeName);

    /// <summary>Records that an argument is not to be looked at.</summary>
    public static void ArgRedacted(Iteration call, int index) => call._arguments[index] = CapturedValue.Redacted;

    /// <summary>Names the function that makes the outputs from all items.</summary>
    public static void ReduceWith<TItem, [DynamicallyAccessedMembers(Captured.Members)] TResult>(Iteration call, Func<TItem[], TResult> reducer)
        => call.Reducer = new OutputReducer<TItem, TResult>(reducer);

    /// <summary>Wraps what an iterator returns.</summary>
    public static IEnumerable<T> Enumerable<[DynamicallyAccessedMembers(Captured.Members)] T>(IEnumerable<T> sequence, Iteration? call)
        => call is null ? sequence : new TracedEnumerable<T>(sequence, call);

    /// <inheritdoc cref="Enumerable{T}(IEnumerable{T}, Iteration?)"/>
    public static IEnumerator<T> Enumerator<[DynamicallyAccessedMembers(Captured.Members)] T>(IEnumerator<T> sequence, Iteration? call)
        => call is null ? sequence : new TracedEnumerator<T>(sequence, call);

    /// <inheritdoc cref="Enumerable{T}(IEnumerable{T}, Iteration?)"/>
    public static IEnumerable Enumerable(IEnumerable sequence, Iteration? call)
        => call is null ? sequence : new TracedEnumerable<object?>(UntypedSequence.Of(sequence), call);

    /// <inheritdoc cref="Enumerable{T}(IEnumerable{T}, Iteration?)"/>
    public static IEnumerator Enumerator(IEnumerator sequence, Iteration? call)
        => call is null ? sequence : new TracedEnumerator<object?>(UntypedSequence.Of(sequence), call);

    /// <inheritdoc cref="Enumerable{T}(IEnumerable{T}, Iteration?)"/>
    public static IAsyncEnumerable<T> AsyncEnumerable<[DynamicallyAccessedMembers(Captured.Members)] T>(IAsyncEnumerable<T> sequence, Iteration? call)
        => call is null ? sequence : new TracedAsyncEnumerable<T>(sequence, call);

    /// <inheritdoc cref="Enumerable{T}(IEnumerable{T}, Iteration?)"/>
    public static IAsyncEnumerator<T> AsyncEnumerator<[DynamicallyAccessedMembers(Captured.Members)] T>(IAsyncEnumerator<T> sequence, Iteration? call)
        => call is null ? sequence : new TracedAsyncEnumerator<T>(sequence, call);

    internal void SetArguments(LiveSpan span)
    {
        for (var i = 0; i < _arguments.Length; i++)
        {
            span.SetArgument(i, _arguments[i].HeldBy(span.Trace));
        }
    }
}
