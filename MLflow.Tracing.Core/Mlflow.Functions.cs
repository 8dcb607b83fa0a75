using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Woven;

#pragma warning disable RS0026 // the overloads differ in the shape of the delegate; what is optional is the same in all of them

namespace MLflow.Tracing;

/// <content>Delegates under a span: wrapped for later calls (<c>Trace</c>, whose overloads are generated), or run at once (<c>WithSpan</c>).</content>
public static partial class Mlflow
{
    private const DynamicallyAccessedMemberTypes Recorded = Captured.Members;

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
    /// var words = Mlflow.WithSpan(span => question.Split(' '), name: "split", spanType: SpanType.Parser, inputs: new { question });
    /// </code>
    /// </example>
    public static TResult WithSpan<[DynamicallyAccessedMembers(Recorded)] TResult>(
        Func<LiveSpan, TResult> body,
        string name = DefaultSpanName,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        if (IsOff(body, name))
        {
            return body(LiveSpan.NoOp);
        }

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
    /// <example>
    /// <code>
    /// Mlflow.WithSpan(span => span.SetAttribute("documents", 12), name: "load documents");
    /// </code>
    /// </example>
    public static void WithSpan(
        Action<LiveSpan> body,
        string name = DefaultSpanName,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
    {
        if (IsOff(body, name))
        {
            body(LiveSpan.NoOp);
            return;
        }

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
    /// <example>
    /// <code>
    /// var answer = await Mlflow.WithSpanAsync(
    ///     async span =>
    ///     {
    ///         span.SetModel("gpt-4.1-mini", "openai");
    ///         return await CallModelAsync(question);
    ///     },
    ///     name: "answer",
    ///     spanType: SpanType.ChatModel,
    ///     inputs: new { question });
    /// </code>
    /// </example>
    public static async Task<TResult> WithSpanAsync<[DynamicallyAccessedMembers(Recorded)] TResult>(
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
    /// <example>
    /// <code>
    /// await Mlflow.WithSpanAsync(async span => await Task.Delay(TimeSpan.FromSeconds(1)), name: "wait for the rate limit");
    /// </code>
    /// </example>
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

    private static bool IsOff(Delegate body, string name)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
        return IsOff(name, startTimeUnixNs: null);
    }

    private static bool IsOff(string name, long? startTimeUnixNs)
    {
        _ = name ?? throw new ArgumentNullException(nameof(name));
        RecordedArguments.UnixNs(startTimeUnixNs, nameof(startTimeUnixNs));
        return !TracingSwitch.MayBeOn;
    }

    private static TraceSite DescribeOrThrow(Delegate function, string? name, string spanType, IEnumerable<KeyValuePair<string, object?>>? attributes, double? samplingRatio)
    {
        _ = function ?? throw new ArgumentNullException(nameof(function));
        _ = spanType ?? throw new ArgumentNullException(nameof(spanType));
        if (samplingRatio is { } ratio && !(ratio >= 0 && ratio <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(samplingRatio), ratio, "A sampling ratio is 0 to 1.");
        }

        KeyValuePair<string, object?>[] fixedAttributes = [.. attributes ?? []];
        if (fixedAttributes.Any(static attribute => string.IsNullOrEmpty(attribute.Key)))
        {
            throw new ArgumentException("An attribute needs a name.", nameof(attributes));
        }

        return TracedDelegate.Describe(function, name, spanType, fixedAttributes, samplingRatio);
    }
}
