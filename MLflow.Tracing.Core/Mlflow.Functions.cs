using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Woven;

#pragma warning disable RS0026 // the overloads differ in the shape of the delegate; what is optional is the same in all of them

namespace MLflow.Tracing;

/// <content>Delegates under a span: wrapped for later calls (<c>Trace</c>), or run at once (<c>WithSpan</c>).</content>
public static partial class Mlflow
{
    private const DynamicallyAccessedMemberTypes Recorded = Captured.Members;

    /// <summary>Wraps a function so that each call records a span: its arguments as inputs by name, its result as outputs, its exception as ERROR.</summary>
    /// <typeparam name="TResult">The function's result.</typeparam>
    /// <param name="function">The function.</param>
    /// <param name="name">The span's name; <see langword="null"/> means the function's own name, or <c>span</c> for a lambda.</param>
    /// <param name="spanType">The span's type: one of <see cref="SpanType"/> or any other text.</param>
    /// <returns>A function that does the same, with a span.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <example>
    /// <code>
    /// var add = Mlflow.Trace((int a, int b) => a + b, name: "add");
    /// </code>
    /// </example>
    public static Func<TResult> Trace<[DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<TResult> function, string? name = null, string spanType = SpanType.Unknown)
    {
        var site = DescribeOrThrow(function, name, spanType);
        return () =>
        {
            var scope = default(TraceScope);
            if (site.IsEnabled && scope.Begin(site))
            {
                scope.Start();
            }

            return TracedDelegate.Run(ref scope, function, static function => function());
        };
    }

    /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string)"/>
    public static Func<T, TResult> Trace<[DynamicallyAccessedMembers(Recorded)] T, [DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<T, TResult> function, string? name = null, string spanType = SpanType.Unknown)
    {
        var site = DescribeOrThrow(function, name, spanType);
        return argument =>
        {
            var scope = default(TraceScope);
            if (site.IsEnabled && scope.Begin(site))
            {
                scope.Arg(0, argument);
                scope.Start();
            }

            return TracedDelegate.Run(ref scope, (function, argument), static call => call.function(call.argument));
        };
    }

    /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string)"/>
    public static Func<T1, T2, TResult> Trace<[DynamicallyAccessedMembers(Recorded)] T1, [DynamicallyAccessedMembers(Recorded)] T2, [DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<T1, T2, TResult> function, string? name = null, string spanType = SpanType.Unknown)
    {
        var site = DescribeOrThrow(function, name, spanType);
        return (first, second) =>
        {
            var scope = default(TraceScope);
            if (site.IsEnabled && scope.Begin(site))
            {
                scope.Arg(0, first);
                scope.Arg(1, second);
                scope.Start();
            }

            return TracedDelegate.Run(ref scope, (function, first, second), static call => call.function(call.first, call.second));
        };
    }

    /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string)"/>
    public static Func<Task<TResult>> Trace<[DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<Task<TResult>> function, string? name = null, string spanType = SpanType.Unknown)
    {
        var site = DescribeOrThrow(function, name, spanType);
        return () => TracedDelegate.RunAsync(BeginOrNull(site), function, static function => function());
    }

    /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string)"/>
    public static Func<T, Task<TResult>> Trace<[DynamicallyAccessedMembers(Recorded)] T, [DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<T, Task<TResult>> function, string? name = null, string spanType = SpanType.Unknown)
    {
        var site = DescribeOrThrow(function, name, spanType);
        return argument =>
        {
            var call = BeginOrNull(site);
            if (call is not null)
            {
                AsyncCall.Arg(call, 0, argument);
            }

            return TracedDelegate.RunAsync(call, (function, argument), static call => call.function(call.argument));
        };
    }

    /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string)"/>
    public static Func<T1, T2, Task<TResult>> Trace<[DynamicallyAccessedMembers(Recorded)] T1, [DynamicallyAccessedMembers(Recorded)] T2, [DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<T1, T2, Task<TResult>> function, string? name = null, string spanType = SpanType.Unknown)
    {
        var site = DescribeOrThrow(function, name, spanType);
        return (first, second) =>
        {
            var call = BeginOrNull(site);
            if (call is not null)
            {
                AsyncCall.Arg(call, 0, first);
                AsyncCall.Arg(call, 1, second);
            }

            return TracedDelegate.RunAsync(call, (function, first, second), static call => call.function(call.first, call.second));
        };
    }

    /// <summary>Runs code under a span, which is ambient meanwhile. The result becomes the outputs, unless the code set them.</summary>
    /// <typeparam name="TResult">The code's result.</typeparam>
    /// <param name="body">The code; it is given the span.</param>
    /// <param name="name">The span's name.</param>
    /// <param name="spanType">The span's type: one of <see cref="SpanType"/> or any other text.</param>
    /// <param name="inputs">The span's inputs, recorded as they are now; <see langword="null"/> means none.</param>
    /// <param name="attributes">The span's attributes.</param>
    /// <returns>What the code returned.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="name"/> is null.</exception>
    /// <example>
    /// <code>
    /// var answer = await Mlflow.WithSpanAsync(async span => await AskAsync(question), name: "answer", inputs: new { question });
    /// </code>
    /// </example>
    public static TResult WithSpan<TResult>(
        Func<LiveSpan, TResult> body,
        string name = DefaultSpanName,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
        using var span = StartActiveSpan(name, spanType, inputs, attributes: attributes);
        try
        {
            var result = body(span);
            span.EndWithResult(result);
            return result;
        }
        catch (Exception thrown) when (span.RecordAndPass(thrown))
        {
            throw;
        }
    }

    /// <inheritdoc cref="WithSpan{TResult}"/>
    public static void WithSpan(
        Action<LiveSpan> body,
        string name = DefaultSpanName,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
        using var span = StartActiveSpan(name, spanType, inputs, attributes: attributes);
        try
        {
            body(span);
        }
        catch (Exception thrown) when (span.RecordAndPass(thrown))
        {
            throw;
        }
    }

    /// <inheritdoc cref="WithSpan{TResult}"/>
    public static async Task<TResult> WithSpanAsync<TResult>(
        Func<LiveSpan, Task<TResult>> body,
        string name = DefaultSpanName,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
        using var span = StartActiveSpan(name, spanType, inputs, attributes: attributes);
        try
        {
            var result = await body(span).ConfigureAwait(false);
            span.EndWithResult(result);
            return result;
        }
        catch (Exception thrown) when (span.RecordAndPass(thrown))
        {
            throw;
        }
    }

    /// <inheritdoc cref="WithSpan{TResult}"/>
    public static async Task WithSpanAsync(
        Func<LiveSpan, Task> body,
        string name = DefaultSpanName,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
        using var span = StartActiveSpan(name, spanType, inputs, attributes: attributes);
        try
        {
            await body(span).ConfigureAwait(false);
        }
        catch (Exception thrown) when (span.RecordAndPass(thrown))
        {
            throw;
        }
    }

    private static TraceSite DescribeOrThrow(Delegate function, string? name, string spanType)
        => TracedDelegate.Describe(function ?? throw new ArgumentNullException(nameof(function)), name, spanType);

    private static AsyncCall? BeginOrNull(TraceSite site) => site.IsEnabled ? AsyncCall.Begin(site) : null;
}
