using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Woven;

/// <summary>One call of a woven async method; a field of its state machine, null when the call is not recorded. Not for use by hand.</summary>
/// <remarks>No member throws. Every static member accepts null and then does nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AsyncCall
{
    /// <summary>Decides whether this call is recorded; called in the kickoff, before the builder starts.</summary>
    /// <returns>The call, or <see langword="null"/> when it is not recorded.</returns>
    public static AsyncCall? Begin(TraceSite site) => throw new NotImplementedException();

    /// <summary>Records one argument.</summary>
    public static void Arg<[DynamicallyAccessedMembers(Captured.Members)] T>(AsyncCall call, int index, T value) => throw new NotImplementedException();

    /// <summary>Records that an argument cannot be looked at, with its type's name.</summary>
    public static void ArgOpaque(AsyncCall call, int index, string typeName) => throw new NotImplementedException();

    /// <summary>Records that an argument is not to be looked at.</summary>
    public static void ArgRedacted(AsyncCall call, int index) => throw new NotImplementedException();

    /// <summary>First thing in <c>MoveNext</c>: on the first entry starts the clock and makes the span the ambient one.</summary>
    public static void Resume(AsyncCall? call) => throw new NotImplementedException();

    /// <summary>Before the builder's <c>SetResult()</c>: ends the span.</summary>
    public static void Done(AsyncCall? call) => throw new NotImplementedException();

    /// <summary>Before the builder's <c>SetResult(T)</c>: ends the span with the result.</summary>
    public static void Done<[DynamicallyAccessedMembers(Captured.Members)] T>(T result, AsyncCall? call) => throw new NotImplementedException();

    /// <summary>Before the builder's <c>SetException</c>: ends the span with the exception.</summary>
    public static void Fail(Exception exception, AsyncCall? call) => throw new NotImplementedException();

    /// <summary>
    /// Custom builders only: last thing in <c>MoveNext</c> (a finally block around the body), and after the builder's <c>Start</c> in the kickoff:
    /// puts back the ambient span that <see cref="Enter"/> returned.
    /// </summary>
    public static void Leave(AsyncCall? call, object? token) => throw new NotImplementedException();

    /// <summary>Custom builders only: first thing in <c>MoveNext</c>, instead of <see cref="Resume"/>: makes the span the ambient one.</summary>
    /// <returns>What to give to <see cref="Leave"/>.</returns>
    public static object? Enter(AsyncCall? call) => throw new NotImplementedException();
}
