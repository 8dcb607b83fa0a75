namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A value type of <see cref="ScalarJson"/>, met in a box.</summary>
internal sealed class ScalarShape<T>() : Shape(typeof(T))
    where T : struct
{
    public override bool IsContainer => false;

    public override CaptureMoment Moment => CaptureMoment.Keep;

    public override void Write(ValueWalker walker, object value)
    {
        var scalar = (T)value;
        ScalarJson.TryWrite(walker.Text, ref scalar);
    }
}
