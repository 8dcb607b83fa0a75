namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Exactly <see cref="List{T}"/>.</summary>
internal sealed class ListShape<T>(ConverterShape? itemConverter) : CollectionShape(typeof(List<T>), itemConverter)
{
    public override CaptureMoment Moment => ItemsSnapshot<T>.IsPossible ? CaptureMoment.Copy : CaptureMoment.Now;

    public override long HeldCharacters(object value, CapturePolicy policy) => ItemsSnapshot<T>.HeldCharacters((List<T>)value, policy.MaxItems, policy);

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
