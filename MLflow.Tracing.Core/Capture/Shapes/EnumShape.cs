using System.Globalization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An enum without a converter: written as its number.</summary>
internal sealed class EnumShape(Type type) : Shape(type)
{
    private readonly bool _isUnsignedLong = Enum.GetUnderlyingType(type) == typeof(ulong);

    public override bool IsContainer => false;

    public override CaptureMoment Moment => CaptureMoment.Keep;

    public override void Write(ValueWalker walker, object value)
    {
        if (_isUnsignedLong)
        {
            walker.Text.AppendFormatted(Convert.ToUInt64(value, CultureInfo.InvariantCulture));
        }
        else
        {
            walker.Text.AppendFormatted(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }
    }
}
