using System.Collections;
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Any other collection, through its enumerator; items come in boxes.</summary>
internal sealed class EnumerableShape(Type type, ConverterShape? itemConverter) : CollectionShape(type, itemConverter)
{
    private readonly PropertyInfo? _count = CollectionKinds.CountProperty(type);

    protected override int? CountOf(object value)
        => value is ICollection collection ? collection.Count : _count?.GetValue(value) as int?;

    protected override bool WriteItems(ValueWalker walker, object value, out int written)
    {
        written = 0;
        foreach (var item in (IEnumerable)value)
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            if (written++ > 0)
            {
                walker.Text.Append(',');
            }

            walker.WriteObject(item);
        }

        return true;
    }
}
