using System.Diagnostics;
using System.Globalization;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>
/// Says in MLflow's words what an activity of a model call says in those of OpenTelemetry's conventions for generative AI (<see cref="GenAiKey"/>).
/// </summary>
internal static class GenAiConvention
{
    /// <summary>Adds span type, model, provider, tokens, inputs and outputs as far as the activity has them.</summary>
    public static void Apply(LiveSpan span, Activity activity)
    {
        if (GenAiKey.SpanTypeOf(activity.GetTagItem(GenAiKey.OperationName) as string) is { } type)
        {
            span.SpanType = type;
        }

        if ((activity.GetTagItem(GenAiKey.ResponseModel) ?? activity.GetTagItem(GenAiKey.RequestModel)) is string model)
        {
            span.SetModel(model, (activity.GetTagItem(GenAiKey.ProviderName) ?? activity.GetTagItem(GenAiKey.System)) as string);
        }

        if (CountOf(activity, GenAiKey.InputTokens) is { } input && CountOf(activity, GenAiKey.OutputTokens) is { } output)
        {
            span.SetTokenUsage(new TokenUsage(input, output)
            {
                CacheReadInputTokens = CountOf(activity, GenAiKey.CacheReadInputTokens),
                CacheCreationInputTokens = CountOf(activity, GenAiKey.CacheCreationInputTokens),
            });
        }

        if ((activity.GetTagItem(GenAiKey.InputMessages) ?? activity.GetTagItem(GenAiKey.ToolArguments)) is { } inputs)
        {
            span.SetInputs(inputs);
        }

        if ((activity.GetTagItem(GenAiKey.OutputMessages) ?? activity.GetTagItem(GenAiKey.ToolResult)) is { } outputs)
        {
            span.SetOutputs(outputs);
        }
    }

    private static long? CountOf(Activity activity, string key)
        => activity.GetTagItem(key) is IConvertible count && long.TryParse(count.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
