namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A dictionary, written as an object up to the item budget.</summary>
internal abstract class DictionaryShape(Type type, ConverterShape? itemConverter) : Shape(type)
{
    public sealed override bool IsCollection => true;

    public sealed override void Write(ValueWalker walker, object value)
    {
        walker.Text.Append('{');
        var converter = walker.TakeItemConverter() ?? itemConverter;
        if (!WriteEntries(walker, value, converter, out var written))
        {
            walker.WriteMoreEntries(written, CountOf(value), "entries");
        }

        walker.Text.Append('}');
    }

    protected static bool MayWrite(ValueWalker walker, int written) => written < walker.MaxItems && !walker.IsExhausted;

    protected static void WriteBoxed(ValueWalker walker, object? value, ConverterShape? converter)
    {
        if (value is not null && converter is not null)
        {
            walker.WriteShaped(converter, value);
        }
        else
        {
            walker.WriteObject(value);
        }
    }

    /// <summary>Writes the entries that fit.</summary>
    /// <returns>Whether that were all.</returns>
    protected abstract bool WriteEntries(ValueWalker walker, object value, ConverterShape? converter, out int written);

    protected abstract int? CountOf(object value);
}
