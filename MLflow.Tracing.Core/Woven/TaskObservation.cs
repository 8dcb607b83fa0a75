using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Woven;

/// <summary>Ends a span when the task does that an ordinary (not async) method returned. The continuation is attached before the caller can attach one.</summary>
internal static class TaskObservation
{
    private const TaskContinuationOptions Synchronously = TaskContinuationOptions.ExecuteSynchronously;

    public static void Observe(LiveSpan span, Task? task)
    {
        if (task is null || task.IsCompleted)
        {
            End(span, task);
        }
        else
        {
            task.ContinueWith(static (ended, state) => End((LiveSpan)state!, ended), span, CancellationToken.None, Synchronously, TaskScheduler.Default);
        }
    }

    public static void Observe<[DynamicallyAccessedMembers(Captured.Members)] T>(LiveSpan span, Task<T>? task)
    {
        if (task is null || task.IsCompleted)
        {
            End(span, task);
        }
        else
        {
            task.ContinueWith(static (ended, state) => End((LiveSpan)state!, ended), span, CancellationToken.None, Synchronously, TaskScheduler.Default);
        }
    }

    /// <summary>
    /// A value task may be consumed once: one that succeeded already is left alone, any other is turned into a task. One that cannot even be
    /// asked, because its source has moved on to another call, is the caller's to complain about.
    /// </summary>
    public static ValueTask Observe(LiveSpan span, ValueTask task)
    {
        try
        {
            if (task.IsCompletedSuccessfully)
            {
                // Its source, if it has one, expects GetResult to be called once.
                task.GetAwaiter().GetResult();
                span.EndWith(ResultPolicy.Withheld(span.Site));
                return default;
            }

            var asTask = task.AsTask();
            Observe(span, asTask);
            return new ValueTask(asTask);
        }
#pragma warning disable CA1031 // the source is the user's code and may throw anything; its awaiter will meet the same
        catch (Exception exception)
#pragma warning restore CA1031
        {
            span.EndWithThrown(exception);
            return task;
        }
    }

    /// <inheritdoc cref="Observe(LiveSpan, ValueTask)"/>
    public static ValueTask<T> Observe<[DynamicallyAccessedMembers(Captured.Members)] T>(LiveSpan span, ValueTask<T> task)
    {
        try
        {
            if (task.IsCompletedSuccessfully)
            {
                var result = task.Result;
                span.EndWith(ResultPolicy.Of(result, span));
                return new ValueTask<T>(result);
            }

            var asTask = task.AsTask();
            Observe(span, asTask);
            return new ValueTask<T>(asTask);
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            span.EndWithThrown(exception);
            return task;
        }
    }

    private static void End(LiveSpan span, Task? task)
    {
        if (task is null || task.Status == TaskStatus.RanToCompletion)
        {
            span.EndWith(ResultPolicy.Withheld(span.Site));
        }
        else
        {
            EndUnsuccessful(span, task);
        }
    }

    private static void End<[DynamicallyAccessedMembers(Captured.Members)] T>(LiveSpan span, Task<T>? task)
    {
        if (task is null)
        {
            span.EndWith(ResultPolicy.Of<object?>(null, span));
        }
        else if (task.Status == TaskStatus.RanToCompletion)
        {
            span.EndWith(ResultPolicy.Of(task.Result, span));
        }
        else
        {
            EndUnsuccessful(span, task);
        }
    }

    private static void EndUnsuccessful(LiveSpan span, Task task)
    {
        if (task.IsCanceled)
        {
            span.SetStatus(SpanStatusCode.Unset, "TaskCanceledException: the returned task was canceled");
            span.End();
        }
        else if ((span.Site.Flags & TraceSiteFlags.ObserveFaults) != 0)
        {
            span.EndWithThrown(task.Exception?.InnerException);
        }
        else
        {
            // Reading the exception would mark it as observed and silence TaskScheduler.UnobservedTaskException.
            span.SetStatus(SpanStatusCode.Error, "The returned task failed; its exception is not read unless ObserveFaults is set.");
            span.End();
        }
    }
}
