namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A one-dimensional array.</summary>
internal sealed class ArrayShape<T>(ConverterShape? itemConverter) : CollectionShape(typeof(T[]), itemConverter)
{
    public override CaptureMoment Moment => ItemsSnapshot<T>.IsPossible ? CaptureMoment.Copy : CaptureMoment.Now;

    public override long HeldCharacters(object value, CapturePolicy policy) => ItemsSnapshot<T>.HeldCharacters((T[])value, policy.MaxItems, policy);

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
