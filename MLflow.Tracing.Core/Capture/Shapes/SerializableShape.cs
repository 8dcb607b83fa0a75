using System.Runtime.Serialization;
using MLflow.Tracing.Redaction;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A type that says itself what is to be serialised.</summary>
internal sealed class SerializableShape(Type type) : Shape(type)
{
#pragma warning disable SYSLIB0050, SYSLIB0051 // Newtonsoft.Json defines how a value looks, and it asks ISerializable
    public override void Write(ValueWalker walker, object value)
    {
        var info = new SerializationInfo(Type, new FormatterConverter());
        ((ISerializable)value).GetObjectData(info, new StreamingContext(StreamingContextStates.All));
#pragma warning restore SYSLIB0050, SYSLIB0051
        walker.Text.Append('{');
        var redacted = RedactedNames.Of(Type);
        var written = 0;
        foreach (var entry in info)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, info.MemberCount, "members");
                break;
            }

            walker.WriteKey(entry.Name, isFirst: written++ == 0);
            if (redacted.Contains(entry.Name))
            {
                walker.WriteStandIn(ContentRule.StandIn);
            }
            else
            {
                walker.WriteObject(entry.Value);
            }
        }

        walker.Text.Append('}');
    }
}
