namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A member whose contract asks questions first, or has a converter.</summary>
internal sealed class ConditionalMember(string name, MemberConditions conditions, ConverterShape? converter, ConverterShape? itemConverter) : Member(name)
{
    public override bool IsComputed => true;

    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        if (!conditions.TryRead(owner, out var value))
        {
            return false;
        }

        WriteName(walker, isFirst);
        if (value is not null && converter is not null)
        {
            walker.WriteShaped(converter, value);
        }
        else if (value is not null && itemConverter is not null)
        {
            walker.WriteWithItemConverter(itemConverter, value);
        }
        else
        {
            walker.WriteObject(value);
        }

        return true;
    }
}
