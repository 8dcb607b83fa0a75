namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A type whose values all look the same: not looked at, on purpose.</summary>
internal sealed class StandInShape(Type type, string text) : Shape(type)
{
    public override bool IsContainer => false;

    public override string? StandIn => text;

    public override void Write(ValueWalker walker, object value) => walker.WriteStandIn(text);
}
