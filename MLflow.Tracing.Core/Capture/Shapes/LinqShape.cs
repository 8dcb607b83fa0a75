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
