using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording;

/// <summary>Runs delegates under the same hooks that woven methods have.</summary>
internal static class TracedDelegate
{
    /// <summary>Describes a delegate as the weaver describes a method.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only names are read; a name that was trimmed shows as its position.")]
    public static TraceSite Describe(Delegate function, string? name, string spanType, IReadOnlyList<KeyValuePair<string, object?>> attributes, double? samplingRatio)
    {
        var method = function.Method;
        var parameters = method.GetParameters();

        // A compiled expression or a lambda may carry a closure as its first parameter.
        var arity = function.GetType().GetMethod("Invoke")?.GetParameters().Length ?? parameters.Length;
        parameters = [.. parameters.Skip(parameters.Length - arity)];
        var names = parameters.Select((parameter, index) => parameter.Name is { Length: > 0 } given ? given : $"arg{index}");
        var site = new TraceSite(
            name ?? SourceNameOf(method.Name),
            spanType,
            method.DeclaringType is { } type ? $"{type.FullName}.{method.Name}" : method.Name,
            string.Concat(names.Select(parameter => parameter + "\n")),
            method.ReturnParameter.IsDefined(typeof(RedactAttribute), inherit: true) ? TraceSiteFlags.OutputsRedacted : TraceSiteFlags.None)
        {
            RedactedParameters = Array.Exists(parameters, IsRedacted) ? Array.ConvertAll(parameters, IsRedacted) : null,
            Attributes = attributes,
        };
        return samplingRatio is { } ratio ? site.WithSamplingRatio(ratio) : site;
    }

    /// <summary>Runs synchronous code; the scope's arguments have been recorded and its span started.</summary>
    public static TResult Run<TState, [DynamicallyAccessedMembers(Captured.Members)] TResult>(
        ref TraceScope scope, TState state, Func<TState, TResult> body)
    {
        // A filter cannot use a ref parameter's scope directly, so the exception is kept here until the finally block.
        object? thrown = null;
        var isComplete = false;
        try
        {
            var result = body(state);
            isComplete = true;
            scope.Complete(result);
            return result;
        }
        catch (Exception exception) when (InFlight.Keep(exception, out thrown))
        {
            throw;
        }
        finally
        {
            if (!isComplete)
            {
                scope.Observe(thrown!);
                scope.Fault();
            }
        }
    }

    /// <summary>Runs synchronous code without a result.</summary>
    public static void Run<TState>(ref TraceScope scope, TState state, Action<TState> body)
    {
        object? thrown = null;
        var isComplete = false;
        try
        {
            body(state);
            isComplete = true;
            scope.Complete();
        }
        catch (Exception exception) when (InFlight.Keep(exception, out thrown))
        {
            throw;
        }
        finally
        {
            if (!isComplete)
            {
                scope.Observe(thrown!);
                scope.Fault();
            }
        }
    }

    /// <summary>Runs asynchronous code.</summary>
    public static async Task<TResult> RunAsync<TState, [DynamicallyAccessedMembers(Captured.Members)] TResult>(
        AsyncCall call, TState state, Func<TState, Task<TResult>> body)
    {
        AsyncCall.Resume(call);
        try
        {
            var result = await body(state).ConfigureAwait(false);
            AsyncCall.Done(result, call);
            return result;
        }
        catch (Exception exception)
        {
            AsyncCall.Fail(exception, call);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{TState, TResult}(AsyncCall, TState, Func{TState, Task{TResult}})"/>
    public static async Task RunAsync<TState>(AsyncCall call, TState state, Func<TState, Task> body)
    {
        AsyncCall.Resume(call);
        try
        {
            await body(state).ConfigureAwait(false);
            AsyncCall.Done(call);
        }
        catch (Exception exception)
        {
            AsyncCall.Fail(exception, call);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{TState, TResult}(AsyncCall, TState, Func{TState, Task{TResult}})"/>
    public static async ValueTask<TResult> RunAsync<TState, [DynamicallyAccessedMembers(Captured.Members)] TResult>(
        AsyncCall call, TState state, Func<TState, ValueTask<TResult>> body)
        => await RunAsync(call, (state, body), static call => call.body(call.state).AsTask()).ConfigureAwait(false);

    /// <inheritdoc cref="RunAsync{TState, TResult}(AsyncCall, TState, Func{TState, Task{TResult}})"/>
    public static async ValueTask RunAsync<TState>(AsyncCall call, TState state, Func<TState, ValueTask> body)
        => await RunAsync(call, (state, body), static call => call.body(call.state).AsTask()).ConfigureAwait(false);

    private static bool IsRedacted(ParameterInfo parameter) => parameter.IsDefined(typeof(RedactAttribute), inherit: true);

    /// <summary>The compiler calls a local function <c>&lt;Outer&gt;g__Name|0_0</c>, a lambda <c>&lt;Outer&gt;b__0</c>.</summary>
    private static string SourceNameOf(string name)
    {
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local >= 0)
        {
            var start = local + ">g__".Length;
            var end = name.IndexOf('|', start);
            return end < 0 ? name.Substring(start) : name.Substring(start, end - start);
        }

        return name.Length == 0 || name[0] == '<' ? "span" : name;
    }
}
