using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A token tree of Newtonsoft.Json.</summary>
internal sealed class LinqShape(Type type) : Shape(type)
{
    public override bool IsCollection => true;

    public override void Write(ValueWalker walker, object value)
    {
        switch ((JToken)value)
        {
            case JObject members:
                WriteObject(walker, members);
                break;
            case JArray items:
                WriteArray(walker, items);
                break;
            case JRaw raw:
                JsonFragment.Write(walker, raw.Value as string ?? "null");
                break;
            case JValue { Type: not (JTokenType.Undefined or JTokenType.Comment) } scalar:
                walker.WriteObject(scalar.Value);
                break;
            case JValue:
                walker.Text.Append("null");
                break;
            default:
                walker.WriteStandIn($"<{Type.Name}>");
                break;
        }
    }

    private static void WriteObject(ValueWalker walker, JObject members)
    {
        walker.Text.Append('{');
        var written = 0;
        foreach (var member in members.Properties())
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, members.Count, "members");
                break;
            }

            walker.WriteKey(member.Name, isFirst: written++ == 0);
            walker.WriteObject(member.Value);
        }

        walker.Text.Append('}');
    }

    private static void WriteArray(ValueWalker walker, JArray items)
    {
        walker.Text.Append('[');
        var written = 0;
        foreach (var item in items)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreItems(written, items.Count);
                break;
            }

            if (written++ > 0)
            {
                walker.Text.Append(',');
            }

            walker.WriteObject(item);
        }

        walker.Text.Append(']');
    }
}

/// <summary>JSON text that came from elsewhere: written as JSON when it is, as a string when it is not or is too long.</summary>
internal static class JsonFragment
{
    private const int DeepestNesting = 256;

    public static void Write(ValueWalker walker, string json)
    {
        if (json.Length <= walker.Limit && TryParse(json) is { } token)
        {
            walker.WriteObject(token);
        }
        else
        {
            walker.WriteString(json);
        }
    }

    private static JToken? TryParse(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = DeepestNesting };
            var token = JToken.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
            return reader.Read() ? null : token;
        }
        catch (JsonException)
        {
            return null; // not JSON: its text is shown as it is
        }
    }
}
