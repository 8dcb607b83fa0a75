using System.Collections;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A collection whose items exist already, written as an array up to the item budget.</summary>
internal abstract class CollectionShape(Type type, ConverterShape? itemConverter) : Shape(type)
{
    public sealed override bool IsCollection => true;

    public sealed override void Write(ValueWalker walker, object value)
    {
        walker.Text.Append('[');
        var converter = walker.TakeItemConverter() ?? itemConverter;
        var isComplete = converter is null
            ? WriteItems(walker, value, out var written)
            : WriteConverted(walker, (IEnumerable)value, converter, out written);
        if (!isComplete)
        {
            walker.WriteMoreItems(written, CountOf(value));
        }

        walker.Text.Append(']');
    }

    protected static bool MayWrite(ValueWalker walker, int written) => written < walker.MaxItems && !walker.IsExhausted;

    /// <summary>Writes the items that fit.</summary>
    /// <returns>Whether that were all.</returns>
    protected abstract bool WriteItems(ValueWalker walker, object value, out int written);

    protected abstract int? CountOf(object value);

    private static bool WriteConverted(ValueWalker walker, IEnumerable items, ConverterShape converter, out int written)
    {
        written = 0;
        foreach (var item in items)
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            if (written++ > 0)
            {
                walker.Text.Append(',');
            }

            if (item is null)
            {
                walker.Text.Append("null");
            }
            else
            {
                walker.WriteShaped(converter, item);
            }
        }

        return true;
    }
}
