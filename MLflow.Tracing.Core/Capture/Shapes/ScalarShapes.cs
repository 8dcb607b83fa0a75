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

/// <summary>An immutable object written as a string.</summary>
internal sealed class TextShape(Type type, Func<object, string?> text, CaptureMoment moment = CaptureMoment.Keep) : Shape(type)
{
    public override CaptureMoment Moment => moment;

    public override void Write(ValueWalker walker, object value)
    {
        if (text(value) is { } written)
        {
            walker.WriteString(written);
        }
        else
        {
            walker.Text.Append("null");
        }
    }
}

/// <summary>A type whose values all look the same: not looked at, on purpose.</summary>
internal sealed class StandInShape(Type type, string text) : Shape(type)
{
    public override bool IsContainer => false;

    public override string? StandIn => text;

    public override void Write(ValueWalker walker, object value) => walker.WriteStandIn(text);
}

/// <summary><see cref="DBNull"/>.</summary>
internal sealed class NullShape(Type type) : Shape(type)
{
    public override bool IsContainer => false;

    public override CaptureMoment Moment => CaptureMoment.Keep;

    public override void Write(ValueWalker walker, object value) => walker.Text.Append("null");
}
