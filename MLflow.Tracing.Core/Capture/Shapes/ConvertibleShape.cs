using System.Globalization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A value that converts itself to a number, a date or a string.</summary>
internal sealed class ConvertibleShape(Type type) : Shape(type)
{
    public override void Write(ValueWalker walker, object value)
    {
        var code = ((IConvertible)value).GetTypeCode();
        if (code is TypeCode.Empty or TypeCode.DBNull)
        {
            walker.Text.Append("null");
        }
        else if (code == TypeCode.Object)
        {
            walker.WriteString(((IConvertible)value).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            walker.WriteObject(Convert.ChangeType(value, code, CultureInfo.InvariantCulture));
        }
    }
}
