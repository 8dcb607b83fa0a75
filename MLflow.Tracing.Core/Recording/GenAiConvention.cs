using System.Diagnostics;
using System.Globalization;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>
/// Says in MLflow's words what an activity of a model call says in those of OpenTelemetry's conventions for generative AI
/// (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/).
/// </summary>
internal static class GenAiConvention
{
    /// <summary>Adds span type, model, provider, tokens, inputs and outputs as far as the activity has them.</summary>
    public static void Apply(LiveSpan span, Activity activity)
    {
        if (SpanTypeOf(activity.GetTagItem("gen_ai.operation.name") as string) is { } type)
        {
            span.SpanType = type;
        }

        if ((activity.GetTagItem("gen_ai.response.model") ?? activity.GetTagItem("gen_ai.request.model")) is string model)
        {
            span.SetModel(model, (activity.GetTagItem("gen_ai.provider.name") ?? activity.GetTagItem("gen_ai.system")) as string);
        }

        if (CountOf(activity, "gen_ai.usage.input_tokens") is { } input && CountOf(activity, "gen_ai.usage.output_tokens") is { } output)
        {
            span.SetTokenUsage(new TokenUsage(input, output)
            {
                CacheReadInputTokens = CountOf(activity, "gen_ai.usage.cache_read.input_tokens"),
                CacheCreationInputTokens = CountOf(activity, "gen_ai.usage.cache_creation.input_tokens"),
            });
        }

        if ((activity.GetTagItem("gen_ai.input.messages") ?? activity.GetTagItem("gen_ai.tool.call.arguments")) is { } inputs)
        {
            span.SetInputs(inputs);
        }

        if ((activity.GetTagItem("gen_ai.output.messages") ?? activity.GetTagItem("gen_ai.tool.call.result")) is { } outputs)
        {
            span.SetOutputs(outputs);
        }
    }

    private static string? SpanTypeOf(string? operation) => operation switch
    {
        "chat" or "generate_content" => SpanType.ChatModel,
        "text_completion" => SpanType.Llm,
        "embeddings" => SpanType.Embedding,
        "execute_tool" => SpanType.Tool,
        "invoke_agent" or "create_agent" => SpanType.Agent,
        "retrieval" => SpanType.Retriever,
        "invoke_workflow" => SpanType.Workflow,
        _ => null,
    };

    private static long? CountOf(Activity activity, string key)
        => activity.GetTagItem(key) is IConvertible count && long.TryParse(count.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
