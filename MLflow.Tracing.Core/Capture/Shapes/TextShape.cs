using MLflow.Tracing.Capture.Media;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An immutable object written as a string.</summary>
internal sealed class TextShape(Type type, Func<object, string?> text, CaptureMoment moment = CaptureMoment.Keep) : Shape(type)
{
    public override CaptureMoment Moment => moment;

    public override long HeldCharacters(object value, CapturePolicy policy) => MediaText.HeldCharacters(value as string ?? (value as Uri)?.OriginalString, policy);

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
