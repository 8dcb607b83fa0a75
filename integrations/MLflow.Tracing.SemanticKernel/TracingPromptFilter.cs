using Microsoft.SemanticKernel;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>Tells the span of a function that it is a prompt, and what the prompt was.</summary>
internal sealed class TracingPromptFilter : IPromptRenderFilter
{
    public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
    {
        await next(context).ConfigureAwait(false);
        FunctionCall.Around(context.Function)?.RecordPrompt(context.RenderedPrompt);
    }
}
