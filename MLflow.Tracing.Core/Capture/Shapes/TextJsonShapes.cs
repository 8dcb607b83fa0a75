#if !NETSTANDARD2_0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A <see cref="JsonElement"/> or <see cref="JsonDocument"/>: its document may be disposed of later, so it is read now.</summary>
internal sealed class JsonElementShape(Type type) : Shape(type)
{
    public override void Write(ValueWalker walker, object value)
        => WriteElement(walker, value is JsonDocument document ? document.RootElement : (JsonElement)value, walker.Depth);

    public static void WriteElement(ValueWalker walker, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when depth <= walker.MaxDepth:
                WriteObject(walker, element, depth);
                break;
            case JsonValueKind.Array when depth <= walker.MaxDepth:
                WriteArray(walker, element, depth);
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                walker.WriteStandIn("<max depth>");
                break;
            case JsonValueKind.String:
                walker.WriteString(element.GetString()!);
                break;
            case JsonValueKind.Undefined:
                walker.Text.Append("null");
                break;
            default: // numbers keep every digit they were written with
                walker.Text.Append(element.GetRawText());
                break;
        }
    }

    private static void WriteObject(ValueWalker walker, JsonElement element, int depth)
    {
        walker.Text.Append('{');
        var written = 0;
        foreach (var member in element.EnumerateObject())
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, element.EnumerateObject().Count(), "members");
                break;
            }

            walker.WriteKey(member.Name, isFirst: written++ == 0);
            WriteElement(walker, member.Value, depth + 1);
        }

        walker.Text.Append('}');
    }

    private static void WriteArray(ValueWalker walker, JsonElement element, int depth)
    {
        walker.Text.Append('[');
        var written = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreItems(written, element.GetArrayLength());
                break;
            }

            if (written++ > 0)
            {
                walker.Text.Append(',');
            }

            WriteElement(walker, item, depth + 1);
        }

        walker.Text.Append(']');
    }
}

/// <summary>A <see cref="JsonNode"/>.</summary>
internal sealed class JsonNodeShape(Type type) : Shape(type)
{
    public override bool IsCollection => true;

    public override void Write(ValueWalker walker, object value)
    {
        switch ((JsonNode)value)
        {
            case JsonObject members:
                WriteObject(walker, members);
                break;
            case JsonArray items:
                WriteArray(walker, items);
                break;
            case JsonValue scalar when scalar.TryGetValue(out JsonElement element):
                JsonElementShape.WriteElement(walker, element, walker.Depth);
                break;
            case JsonValue scalar when scalar.TryGetValue(out string? text):
                walker.WriteString(text);
                break;
            case var other:
                JsonFragment.Write(walker, other.ToJsonString());
                break;
        }
    }

    private static void WriteObject(ValueWalker walker, JsonObject members)
    {
        walker.Text.Append('{');
        var written = 0;
        foreach (var member in members)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, members.Count, "members");
                break;
            }

            walker.WriteKey(member.Key, isFirst: written++ == 0);
            walker.WriteObject(member.Value);
        }

        walker.Text.Append('}');
    }

    private static void WriteArray(ValueWalker walker, JsonArray items)
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
#endif
