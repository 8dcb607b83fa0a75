using Microsoft.SemanticKernel;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>Records the functions that a kernel invokes, whether the program or a model asked for them.</summary>
internal sealed class TracingFunctionFilter : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        => TracingSwitch.Runtime is null ? next(context) : RecordAsync(context, next);

    private static async Task RecordAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        var function = context.Function;
        using var span = Mlflow.StartActiveSpan(
            string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}", SpanType.Tool, new Dictionary<string, object?>(context.Arguments));
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.RecordException(exception);
            throw;
        }

        // A prompt is a step with a call of a model in it.
        if (context.Result.RenderedPrompt is { } prompt)
        {
            span.SpanType = SpanType.Chain;
            span.SetAttribute("rendered_prompt", prompt);
        }

        // What is streamed has not been there yet.
        if (!context.IsStreaming)
        {
            span.SetOutputs(Recorded(context.Result.GetValue<object>()));
        }
    }

#pragma warning disable CA1308 // MLflow knows roles in lower case
    private static object? Recorded(object? value) => value is ChatMessageContent message
        ? new Dictionary<string, object?> { ["role"] = message.Role.Label.ToLowerInvariant(), ["content"] = message.Content }
        : value;
#pragma warning restore CA1308
}
