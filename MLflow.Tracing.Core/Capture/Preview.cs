using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture;

/// <summary>
/// The short text of a trace's request and response in lists (protocol section 2.5): the last message of a chat by its role,
/// else the JSON itself; cut on a whole character.
/// </summary>
internal static class Preview
{
    private const string Ellipsis = "...";
    private const int DeepestNesting = 128;
    private const int LongestEscape = 6; // \u0000

    private static readonly char[] s_endOrEscape = ['"', '\\'];

    /// <param name="inputsJson">The root span's inputs.</param>
    /// <param name="limit">Characters, the dots of a cut included.</param>
    public static string? Request(string? inputsJson, int limit) => Of(inputsJson, "user", limit);

    /// <param name="outputsJson">The root span's outputs.</param>
    /// <param name="limit">Characters, the dots of a cut included.</param>
    public static string? Response(string? outputsJson, int limit) => Of(outputsJson, "assistant", limit);

    /// <summary>Cuts a text to a number of characters, three dots included, never in the middle of a surrogate pair.</summary>
    public static string? Cut(string? text, int limit)
    {
        if (text is null || text.Length <= limit)
        {
            return text;
        }

        var kept = Math.Max(limit - Ellipsis.Length, 0);
        if (kept > 0 && char.IsHighSurrogate(text[kept - 1]))
        {
            kept--;
        }

        return $"{text.Substring(0, kept)}{Ellipsis}";
    }

    private static string? Of(string? json, string role, int limit)
    {
        if (json is null)
        {
            return null;
        }

        var text = MayHoldMessages(json) && Parse(WithShortTexts(json, LongestEscape * (limit + 1))) is { } value && MessageText(value, role) is { Length: > 0 } message ? message : json;
        return Cut(text, limit);
    }

    // parsing costs more than all the rest: only where a message can be
    private static bool MayHoldMessages(string json)
        => json.Contains("\"role\"") && json.Contains("\"content\"");

    /// <summary>The same JSON with the beginnings of its texts: one that is a megabyte long need not be copied to be cut.</summary>
    private static string WithShortTexts(string json, int limit)
    {
        StringBuilder? shortened = null;
        var copied = 0;
        for (var start = json.IndexOf('"') + 1; start > 0; start = json.IndexOf('"', start) + 1)
        {
            var (kept, end) = EndOfText(json, start, limit);
            if (kept < end)
            {
                shortened = (shortened ?? new StringBuilder()).Append(json, copied, kept - copied);
                copied = end;
            }

            start = Math.Min(end + 1, json.Length);
        }

        return shortened?.Append(json, copied, json.Length - copied).ToString() ?? json;
    }

    /// <summary>Where a text ends, and where it may be cut, which is not inside of an escape.</summary>
    private static (int Kept, int End) EndOfText(string json, int start, int limit)
    {
        var kept = -1;
        for (var at = start; ;)
        {
            var next = at < json.Length ? json.IndexOfAny(s_endOrEscape, at) : -1;
            var end = next < 0 ? json.Length : next;
            if (kept < 0 && end + LongestEscape > start + limit)
            {
                kept = Math.Min(end, start + limit);
            }

            if (next < 0 || json[next] == '"')
            {
                return (kept < 0 ? end : kept, end);
            }

            at = next + 2;
        }
    }

    private static JObject? Parse(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = DeepestNesting };
            return JToken.Load(reader) as JObject;
        }
        catch (JsonException)
        {
            return null; // not JSON, or deeper than any chat: its text is the preview
        }
    }

    private static string? MessageText(JObject value, string role)
    {
        var messages = Messages(value);
        return messages.LastOrDefault(message => (message["role"] as JValue)?.Value as string == role) is { } last ? ContentText(last)
            : messages.Count > 0 ? ContentText(messages[messages.Count - 1])
            : null;
    }

    private static List<JObject> Messages(JObject value)
    {
        if (value["messages"] is JArray messages)
        {
            return Chosen(messages);
        }

        if (value["choices"] is JArray { Count: > 0 } choices)
        {
            return Chosen([(choices[0] as JObject)?["message"]]);
        }

        if (value["input"] is JArray input)
        {
            return Chosen(input);
        }

        if (value["output"] is JArray output)
        {
            return Chosen(output);
        }

        return value["request"] is JObject request ? Messages(request) : [];
    }

    private static List<JObject> Chosen(IEnumerable<JToken?> items)
        => [.. items.OfType<JObject>().Where(static item => item.ContainsKey("role") && item.ContainsKey("content"))];

    private static string? ContentText(JObject message) => message["content"] switch
    {
        JValue { Value: string text } => text,
        JArray parts => parts.Select(PartText).FirstOrDefault(static text => text is not null),
        _ => null,
    };

    private static string? PartText(JToken part) => part switch
    {
        JValue { Value: string text } => text,
        JObject typed when (typed["type"] as JValue)?.Value is "text" or "output_text" => (typed["text"] as JValue)?.Value as string,
        _ => null,
    };
}
