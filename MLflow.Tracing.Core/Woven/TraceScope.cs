using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Woven;

/// <summary>One call of a woven method; a local of woven code, zeroed before use. Not for use by hand.</summary>
/// <remarks>No member throws.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TraceScope
{
    /// <summary>Decides whether this call is recorded, and if so prepares its span.</summary>
    public bool Begin(TraceSite site) => throw new NotImplementedException();

    /// <summary>Records one argument.</summary>
    public void Arg<[DynamicallyAccessedMembers(Captured.Members)] T>(int index, T value) => throw new NotImplementedException();

    /// <summary>Records that an argument cannot be looked at (a pointer, a by-ref-like value), with its type's name.</summary>
    public void ArgOpaque(int index, string typeName) => throw new NotImplementedException();

    /// <summary>Records that an argument is not to be looked at.</summary>
    public void ArgRedacted(int index) => throw new NotImplementedException();

    /// <summary>Starts the clock and makes the span the ambient one.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>Called by the exception filter: keeps the exception in flight.</summary>
    /// <returns>Always 0: the filter never catches.</returns>
    public int Observe(object exception) => throw new NotImplementedException();

    /// <summary>Called by the fault block: ends the span with the exception last observed.</summary>
    public void Fault() => throw new NotImplementedException();

    /// <summary>Ends the span of a method without a result.</summary>
    public void Complete() => throw new NotImplementedException();

    /// <summary>Ends the span with the method's result.</summary>
    public void Complete<[DynamicallyAccessedMembers(Captured.Members)] T>(T result) => throw new NotImplementedException();

    /// <summary>Ends the span of a method whose result cannot be looked at.</summary>
    public void CompleteOpaque(string typeName) => throw new NotImplementedException();

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>The same task.</returns>
    public Task CompleteTask(Task task) => throw new NotImplementedException();

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>The same task.</returns>
    public Task<T> CompleteTask<[DynamicallyAccessedMembers(Captured.Members)] T>(Task<T> task) => throw new NotImplementedException();

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>A task that may be awaited in place of the given one, which is consumed.</returns>
    public ValueTask CompleteValueTask(ValueTask task) => throw new NotImplementedException();

    /// <summary>Restores the ambient span; the span ends when the task does.</summary>
    /// <returns>A task that may be awaited in place of the given one, which is consumed.</returns>
    public ValueTask<T> CompleteValueTask<[DynamicallyAccessedMembers(Captured.Members)] T>(ValueTask<T> task) => throw new NotImplementedException();
}
