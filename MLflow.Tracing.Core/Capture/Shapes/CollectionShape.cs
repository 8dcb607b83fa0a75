using System.Collections;
using System.Reflection;

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

/// <summary>Exactly <see cref="List{T}"/>.</summary>
internal sealed class ListShape<T>(ConverterShape? itemConverter) : CollectionShape(typeof(List<T>), itemConverter)
{
    public override CaptureMoment Moment => ItemsSnapshot<T>.IsPossible ? CaptureMoment.Copy : CaptureMoment.Now;

    public override long HeldCharacters(object value, CapturePolicy policy) => ItemsSnapshot<T>.HeldCharacters((List<T>)value, policy.MaxItems);

    public override object? Snapshot(object value, CapturePolicy policy)
    {
        var items = (List<T>)value;
        var total = items.Count;
        var copy = new T[Math.Min(total, policy.MaxItems)];
        try
        {
            items.CopyTo(0, copy, 0, copy.Length);
        }
        catch (ArgumentException)
        {
            return null; // shrunk meanwhile by another thread: its enumerator will tell
        }

        return new ItemsSnapshot<T>(copy, total);
    }

    protected override int? CountOf(object value) => ((List<T>)value).Count;

    protected override bool WriteItems(ValueWalker walker, object value, out int written)
    {
        written = 0;
        foreach (var item in (List<T>)value)
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            if (written++ > 0)
            {
                walker.Text.Append(',');
            }

            walker.Write(item);
        }

        return true;
    }
}

/// <summary>A one-dimensional array.</summary>
internal sealed class ArrayShape<T>(ConverterShape? itemConverter) : CollectionShape(typeof(T[]), itemConverter)
{
    public override CaptureMoment Moment => ItemsSnapshot<T>.IsPossible ? CaptureMoment.Copy : CaptureMoment.Now;

    public override long HeldCharacters(object value, CapturePolicy policy) => ItemsSnapshot<T>.HeldCharacters((T[])value, policy.MaxItems);

    public override object Snapshot(object value, CapturePolicy policy)
    {
        var items = (T[])value;
        var copy = new T[Math.Min(items.Length, policy.MaxItems)];
        Array.Copy(items, copy, copy.Length);
        return new ItemsSnapshot<T>(copy, items.Length);
    }

    protected override int? CountOf(object value) => ((T[])value).Length;

    protected override bool WriteItems(ValueWalker walker, object value, out int written)
    {
        var items = (T[])value;
        for (written = 0; written < items.Length; written++)
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            if (written > 0)
            {
                walker.Text.Append(',');
            }

            walker.Write(items[written]);
        }

        return true;
    }
}

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

/// <summary>An array of several dimensions, written as arrays of arrays.</summary>
internal sealed class MultidimensionalArrayShape(Type type) : Shape(type)
{
    public override bool IsCollection => true;

    public override void Write(ValueWalker walker, object value)
        => WriteDimension(walker, (Array)value, new int[((Array)value).Rank], dimension: 0);

    private static void WriteDimension(ValueWalker walker, Array array, int[] indices, int dimension)
    {
        walker.Text.Append('[');
        var written = 0;
        var first = array.GetLowerBound(dimension);
        var length = array.GetLength(dimension);
        for (; written < length && written < walker.MaxItems && !walker.IsExhausted; written++)
        {
            if (written > 0)
            {
                walker.Text.Append(',');
            }

            indices[dimension] = first + written;
            if (dimension == array.Rank - 1)
            {
                walker.WriteObject(array.GetValue(indices));
            }
            else
            {
                WriteDimension(walker, array, indices, dimension + 1);
            }
        }

        if (written < length)
        {
            walker.WriteMoreItems(written, length);
        }

        walker.Text.Append(']');
    }
}
