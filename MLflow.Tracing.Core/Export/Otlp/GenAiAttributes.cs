using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>Says in the words of OpenTelemetry's conventions for generative AI what a span says in MLflow's. What it says in those words already stands.</summary>
internal static class GenAiAttributes
{
    private static readonly (string Count, string Key)[] s_counts =
    [
        (TokenUsageKey.InputTokens, GenAiKey.InputTokens),
        (TokenUsageKey.OutputTokens, GenAiKey.OutputTokens),
        (TokenUsageKey.CacheReadInputTokens, GenAiKey.CacheReadInputTokens),
        (TokenUsageKey.CacheCreationInputTokens, GenAiKey.CacheCreationInputTokens),
    ];

    /// <summary>Adds what the attributes imply; nothing to a span that has nothing to do with a model, a tool or an agent.</summary>
    /// <param name="attributes">Name to JSON text.</param>
    /// <param name="spanName">The span's name.</param>
    public static void AddTo(Dictionary<string, string> attributes, string spanName)
    {
        var spanType = attributes.TryGetValue(SpanAttributeKey.SpanType, out var type) ? JsonText.ToScalar(type) as string : null;
        Copy(attributes, SpanAttributeKey.Model, GenAiKey.RequestModel);
        Copy(attributes, SpanAttributeKey.Provider, GenAiKey.ProviderName);
        Copy(attributes, SpanAttributeKey.ChatTools, GenAiKey.ToolDefinitions);
        AddCounts(attributes);
        if (GenAiKey.OperationOf(spanType) is not { } operation)
        {
            return;
        }

        AddIfNew(attributes, GenAiKey.OperationName, JsonText.Of(operation));
        switch (spanType)
        {
            case SpanType.Tool:
                AddIfNew(attributes, GenAiKey.ToolName, JsonText.Of(spanName));
                Copy(attributes, SpanAttributeKey.Inputs, GenAiKey.ToolArguments);
                Copy(attributes, SpanAttributeKey.Outputs, GenAiKey.ToolResult);
                break;
            case SpanType.Agent:
                AddIfNew(attributes, GenAiKey.AgentName, JsonText.Of(spanName));
                AddMessages(attributes);
                break;
            case SpanType.ChatModel or SpanType.Llm:
                AddMessages(attributes);
                break;
        }
    }

    private static void AddMessages(Dictionary<string, string> attributes)
    {
        if (attributes.TryGetValue(SpanAttributeKey.Inputs, out var inputs))
        {
            AddIfNew(attributes, GenAiKey.InputMessages, GenAiMessages.OfInputs(inputs));
        }

        if (attributes.TryGetValue(SpanAttributeKey.Outputs, out var outputs))
        {
            AddIfNew(attributes, GenAiKey.OutputMessages, GenAiMessages.OfOutputs(outputs));
        }
    }

    private static void AddCounts(Dictionary<string, string> attributes)
    {
        if (attributes.TryGetValue(SpanAttributeKey.TokenUsage, out var json) && JsonValue.TryParse(json, out var usage) && usage is JObject counts)
        {
            foreach (var (count, key) in s_counts)
            {
                if (counts[count] is { Type: JTokenType.Integer } number)
                {
                    AddIfNew(attributes, key, JsonText.Of((long)number));
                }
            }
        }
    }

    private static void Copy(Dictionary<string, string> attributes, string from, string to)
    {
        if (attributes.TryGetValue(from, out var value))
        {
            AddIfNew(attributes, to, value);
        }
    }

    private static void AddIfNew(Dictionary<string, string> attributes, string key, string json)
    {
        if (!attributes.ContainsKey(key))
        {
            attributes[key] = json;
        }
    }
}
