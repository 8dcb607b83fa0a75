using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>
/// One enumeration of a sequence. Its frames do not show in stack traces; a delegate's would, which is why each step, here and in
/// <see cref="TracedAsyncEnumerator{T}"/>, has its own try.
/// </summary>
[StackTraceHidden]
internal sealed class TracedEnumerator<[DynamicallyAccessedMembers(Captured.Members)] T>(IEnumerator<T> source, Iteration call) : IEnumerator<T>
{
    private readonly Enumeration<T> _enumeration = new(call);

    public T Current => source.Current;

    object? IEnumerator.Current => ((IEnumerator)source).Current;

    public bool MoveNext()
    {
        bool hasItem;
        object? thrown = null;
        var isComplete = false;
        var frame = _enumeration.Enter();
        try
        {
            hasItem = source.MoveNext();
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

        if (hasItem)
        {
            _enumeration.Add(source.Current);
        }
        else
        {
            _enumeration.End();
        }

        return hasItem;
    }

    public void Reset() => source.Reset();

    /// <summary>The sequence's <c>finally</c> blocks run here when its consumer stops early.</summary>
    public void Dispose()
    {
        if (!_enumeration.IsOpen)
        {
            source.Dispose();
            return;
        }

        object? thrown = null;
        var isComplete = false;
        var frame = _enumeration.Enter();
        try
        {
            source.Dispose();
            isComplete = true;
        }
        catch (Exception exception) when (InFlight.Keep(exception, out thrown))
        {
            throw;
        }
        finally
        {
            _enumeration.Leave(frame);
            if (isComplete)
            {
                _enumeration.End();
            }
            else
            {
                _enumeration.Fail(thrown);
            }
        }
    }

    public override string? ToString() => source.ToString();
}
