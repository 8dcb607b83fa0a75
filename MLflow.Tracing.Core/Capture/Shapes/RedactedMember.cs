using MLflow.Tracing.Redaction;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A member marked with <see cref="RedactAttribute"/>: its getter is not called.</summary>
internal sealed class RedactedMember(string name) : Member(name)
{
    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        WriteName(walker, isFirst);
        walker.WriteStandIn(ContentRule.StandIn);
        return true;
    }
}
