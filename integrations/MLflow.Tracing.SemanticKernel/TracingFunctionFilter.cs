using Microsoft.SemanticKernel;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>Records the functions that a kernel invokes, whether the program or a model asked for them.</summary>
internal sealed class TracingFunctionFilter : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (TracingSwitch.Runtime is null)
        {
            return next(context);
        }

        var call = FunctionCall.Start(context.Function, context.Arguments);
        return context.IsStreaming ? call.RecordStreamAsync(context, next) : call.RecordAsync(context, next);
    }
}
