using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>Makes the outputs of a traced sequence from all of its items, by a function of the user.</summary>
internal abstract class OutputReducer<TItem>
{
    /// <summary>The outputs, or nothing when the function threw: then the list of items stands in.</summary>
    public abstract CapturedValue Reduce(TItem[] items, LiveSpan span);
}

/// <inheritdoc/>
internal sealed class OutputReducer<TItem, [DynamicallyAccessedMembers(Captured.Members)] TResult>(Func<TItem[], TResult> reduce) : OutputReducer<TItem>
{
    public override CapturedValue Reduce(TItem[] items, LiveSpan span)
    {
        var outer = UserCallback.Enter();
        try
        {
            return CapturedValue.From(reduce(items), span.Trace.Runtime.Capture, span.Trace);
        }
#pragma warning disable CA1031 // the user's code may throw anything; the enumeration goes on all the same
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            span.Trace.Runtime.Diagnostics.Report(RecordingComplaints.ReducerThrew(span.ReportableName, thrown.GetType().Name, span.Trace.Runtime.ProblemOf(thrown)), thrown);
            return default;
        }
        finally
        {
            UserCallback.Exit(outer);
        }
    }
}
