namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An exception that is a value: type, message and stack trace, not its many getters.</summary>
internal sealed class ExceptionShape(Type type) : Shape(type)
{
    private const int LongestStackTrace = 8_000;

    public override void Write(ValueWalker walker, object value)
    {
        var exception = (Exception)value;
        walker.Text.Append('{');
        walker.WriteKey("type", isFirst: true);
        walker.WriteString(Type.FullName ?? Type.Name);
        walker.WriteKey("message", isFirst: false);
        walker.WriteString(exception.Message);
        walker.WriteKey("stackTrace", isFirst: false);
        if (exception.StackTrace is { } stackTrace)
        {
            walker.Text.AppendString(stackTrace.AsSpan(), Math.Min(walker.Limit, walker.Text.Length + LongestStackTrace));
        }
        else
        {
            walker.Text.Append("null");
        }

        walker.Text.Append('}');
    }
}
