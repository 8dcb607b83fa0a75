using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>Messages in the shape of OpenAI's chat completions, which MLflow shows as a conversation.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat</remarks>
internal static class ChatShape
{
    private static readonly JsonSerializerOptions s_inOneLine = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static Dictionary<string, object?> Request(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreamed)
    {
        var request = new Dictionary<string, object?> { ["model"] = model, ["messages"] = Messages(options?.Instructions, messages) };
        if (isStreamed)
        {
            request["stream"] = true;
        }

        if (options is not null)
        {
            request["temperature"] = options.Temperature;
            request["top_p"] = options.TopP;
            request["top_k"] = options.TopK;
            request["max_completion_tokens"] = options.MaxOutputTokens;
            request["frequency_penalty"] = options.FrequencyPenalty;
            request["presence_penalty"] = options.PresencePenalty;
            request["seed"] = options.Seed;
            request["stop"] = options.StopSequences;
            request["tools"] = Tools(options) is { Count: > 0 } tools ? tools : null;
            request["response_format"] = options.ResponseFormat switch
            {
                ChatResponseFormatJson { Schema: { } schema } json => new Dictionary<string, object?>
                {
                    ["type"] = "json_schema", ["json_schema"] = new Dictionary<string, object?> { ["name"] = json.SchemaName, ["schema"] = schema },
                },
                ChatResponseFormatJson => new Dictionary<string, object?> { ["type"] = "json_object" },
                _ => null,
            };
        }

        return Stated(request);
    }

    public static Dictionary<string, object?> Response(ChatResponse response)
    {
        // The answer is the last of them; those before are how it came about.
        var messages = Messages(instructions: null, response.Messages);
        return Stated(new Dictionary<string, object?>
        {
            ["id"] = response.ResponseId,
            ["object"] = "chat.completion",
            ["created"] = response.CreatedAt?.ToUnixTimeSeconds(),
            ["model"] = response.ModelId,
            ["choices"] = messages.Count == 0
                ? []
                : new object[] { Stated(new Dictionary<string, object?> { ["index"] = 0, ["message"] = messages[^1], ["finish_reason"] = response.FinishReason?.Value }) },
            ["messages"] = messages.Count > 1 ? messages : null,
            ["usage"] = Usage.Of(response.Usage) is { } usage
                ? new Dictionary<string, object?> { ["prompt_tokens"] = usage.InputTokens, ["completion_tokens"] = usage.OutputTokens, ["total_tokens"] = usage.TotalTokens }
                : null,
        });
    }

    public static List<object> Tools(ChatOptions? options)
        => [.. (options?.Tools ?? []).Select(static tool => new Dictionary<string, object?> { ["type"] = "function", ["function"] = Function(tool) })];

    private static Dictionary<string, object?> Function(AITool tool) => Stated(new Dictionary<string, object?>
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description.Length > 0 ? tool.Description : null,
        ["parameters"] = tool is AIFunctionDeclaration function ? function.JsonSchema : null,
    });

    private static List<Dictionary<string, object?>> Messages(string? instructions, IEnumerable<ChatMessage> messages)
    {
        var result = new List<Dictionary<string, object?>>();
        if (instructions is not null)
        {
            result.Add(new Dictionary<string, object?> { ["role"] = "system", ["content"] = instructions });
        }

        foreach (var message in messages)
        {
            // One message may hold the results of several calls.
            result.AddRange(message.Contents.OfType<FunctionResultContent>().Select(static tool => new Dictionary<string, object?>
            {
                ["role"] = "tool", ["tool_call_id"] = tool.CallId, ["content"] = tool.Exception?.Message ?? Text(tool.Result),
            }));
            if (message.Contents.Any(static content => content is not FunctionResultContent) || message.Contents.Count == 0)
            {
                result.Add(Message(message));
            }
        }

        return result;
    }

    private static Dictionary<string, object?> Message(ChatMessage message)
    {
        List<object> calls = [.. message.Contents.OfType<FunctionCallContent>().Select(Call)];
        var reasoning = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(static content => content.Text));
        List<AIContent> shown = [.. message.Contents.Where(static content => content is not (FunctionCallContent or FunctionResultContent or TextReasoningContent or UsageContent))];
        var result = new Dictionary<string, object?>
        {
            ["role"] = message.Role.Value,
            ["content"] = shown.TrueForAll(static content => content is TextContent) ? (shown.Count == 0 && calls.Count > 0 ? null : string.Concat(shown)) : shown.ConvertAll(Part),
        };
        if (message.AuthorName is not null)
        {
            result["name"] = message.AuthorName;
        }

        if (reasoning.Length > 0)
        {
            result["reasoning_content"] = reasoning;
        }

        if (calls.Count > 0)
        {
            result["tool_calls"] = calls;
        }

        return result;
    }

    private static object Call(FunctionCallContent call) => new Dictionary<string, object?>
    {
        ["id"] = call.CallId,
        ["type"] = "function",
        ["function"] = new Dictionary<string, object?> { ["name"] = call.Name, ["arguments"] = call.Arguments is null ? "{}" : Text(call.Arguments) },
    };

    private static object Part(AIContent content) => content switch
    {
        TextContent text => new Dictionary<string, object?> { ["type"] = "text", ["text"] = text.Text },
        DataContent data when data.HasTopLevelMediaType("image") => Image(data.Uri),
        DataContent data when data.HasTopLevelMediaType("audio") => new Dictionary<string, object?>
        {
            ["type"] = "input_audio", ["input_audio"] = new Dictionary<string, object?> { ["data"] = data.Base64Data.ToString(), ["format"] = data.MediaType["audio/".Length..] },
        },
        DataContent data => new Dictionary<string, object?> { ["type"] = "file", ["file"] = Stated(new Dictionary<string, object?> { ["filename"] = data.Name, ["file_data"] = data.Uri }) },
        UriContent uri when uri.HasTopLevelMediaType("image") => Image(uri.Uri.OriginalString),
        UriContent uri => new Dictionary<string, object?> { ["type"] = "file", ["file"] = new Dictionary<string, object?> { ["file_url"] = uri.Uri.OriginalString } },
        ErrorContent error => new Dictionary<string, object?> { ["type"] = "refusal", ["refusal"] = error.Message },
        _ => new Dictionary<string, object?> { ["type"] = content.GetType().Name, ["text"] = content.ToString() },
    };

    private static Dictionary<string, object?> Image(string address)
        => new() { ["type"] = "image_url", ["image_url"] = new Dictionary<string, object?> { ["url"] = address } };

    private static string Text(object? value)
        => value as string ?? (value is null ? "" : JsonSerializer.Serialize(value, s_inOneLine.GetTypeInfo(value is IDictionary<string, object?> ? typeof(IDictionary<string, object?>) : value.GetType())));

    private static Dictionary<string, object?> Stated(Dictionary<string, object?> members)
    {
        foreach (var member in members.Where(static member => member.Value is null).ToList())
        {
            members.Remove(member.Key);
        }

        return members;
    }
}
