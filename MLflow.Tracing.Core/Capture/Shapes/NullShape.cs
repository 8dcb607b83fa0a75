namespace MLflow.Tracing.Capture.Shapes;

/// <summary><see cref="DBNull"/>.</summary>
internal sealed class NullShape(Type type) : Shape(type)
{
    public override bool IsContainer => false;

    public override CaptureMoment Moment => CaptureMoment.Keep;

    public override void Write(ValueWalker walker, object value) => walker.Text.Append("null");
}
