using Microsoft.Extensions.AI;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>Invokes functions that a model asked for, each in a span of its own.</summary>
internal sealed class TracedInvocation
{
    private readonly Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? _inner;

    private TracedInvocation(Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? inner) => _inner = inner;

    /// <param name="inner">How functions are invoked without us; <see langword="null"/> means in the way of the library.</param>
    public static Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>> Around(Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? inner)
        => inner?.Target is TracedInvocation ? inner : new TracedInvocation(inner).InvokeAsync;

    private ValueTask<object?> InvokeAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
        => TracingSwitch.Runtime is null ? InvokeInnerAsync(context, cancellationToken) : InvokeTracedAsync(context, cancellationToken);

    private ValueTask<object?> InvokeInnerAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
        => _inner is not null ? _inner(context, cancellationToken) : context.Function.InvokeAsync(context.Arguments, cancellationToken);

    private async ValueTask<object?> InvokeTracedAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        using var span = Mlflow.StartActiveSpan(context.Function.Name, SpanType.Tool, new Dictionary<string, object?>(context.Arguments));
        span.SetAttribute("tool_call_id", context.CallContent.CallId);
        try
        {
            var result = await InvokeInnerAsync(context, cancellationToken).ConfigureAwait(false);
            span.SetOutputs(result);
            return result;
        }
        catch (Exception exception)
        {
            span.RecordException(exception);
            throw;
        }
    }
}
