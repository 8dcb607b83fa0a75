namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Exactly <see cref="Dictionary{TKey, TValue}"/> with string keys.</summary>
internal sealed class StringDictionaryShape<TValue>(ConverterShape? itemConverter)
    : DictionaryShape(typeof(Dictionary<string, TValue>), itemConverter)
{
    protected override int? CountOf(object value) => ((Dictionary<string, TValue>)value).Count;

    protected override bool WriteEntries(ValueWalker walker, object value, ConverterShape? converter, out int written)
    {
        written = 0;
        foreach (var entry in (Dictionary<string, TValue>)value)
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            walker.WriteKey(entry.Key, isFirst: written++ == 0);
            if (converter is null)
            {
                walker.Write(entry.Value);
            }
            else
            {
                WriteBoxed(walker, entry.Value, converter);
            }
        }

        return true;
    }
}
