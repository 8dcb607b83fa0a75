using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>
/// Inputs and outputs of a model as the messages of OpenTelemetry's conventions: <c>[{"role", "parts": [{"type": "text", "content"}]}]</c>. Messages with a role are recognised wherever the
/// usual interfaces of models have them; anything else is one message with its JSON text.
/// </summary>
internal static class GenAiMessages
{
    public static string OfInputs(string json) => Write(json, "user", static value => value["messages"] ?? value["input"] ?? value["contents"]);

    public static string OfOutputs(string json)
        => Write(json, "assistant", static value => value["choices"] is JArray choices ? new JArray(choices.Select(static choice => choice["message"] ?? choice)) : value["messages"] ?? value["message"]);

    private static string Write(string json, string role, Func<JObject, JToken?> find)
    {
        if (!JsonValue.TryParse(json, out var value))
        {
            value = new JValue(json);
        }

        var found = (value as JObject is { } members ? find(members) : null) ?? value;
        var messages = found is JArray list && list.Count > 0 && list.All(IsMessage) ? list : new JArray(found);
        return new JArray(messages.Select(message => MessageOf(message, role))).ToString(Formatting.None);
    }

    private static bool IsMessage(JToken token) => token is JObject message && message["role"] is { Type: JTokenType.String };

    private static JObject MessageOf(JToken message, string role)
    {
        var content = IsMessage(message) ? message["content"] ?? message["parts"] ?? message : message;
        return new JObject
        {
            ["role"] = IsMessage(message) ? (string)message["role"]! : role,
            ["parts"] = content is JArray parts && parts.All(IsPart) ? parts.DeepClone() : new JArray(new JObject { ["type"] = "text", ["content"] = TextOf(content) }),
        };
    }

    private static bool IsPart(JToken token) => token is JObject part && part["type"] is { Type: JTokenType.String } && part["content"] is not null;

    private static string TextOf(JToken token) => token.Type == JTokenType.String ? (string)token! : token.ToString(Formatting.None);
}
