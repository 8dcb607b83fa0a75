using System.Collections;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Any dictionary that has the non-generic interface.</summary>
internal sealed class UntypedDictionaryShape(Type type, ConverterShape? itemConverter) : DictionaryShape(type, itemConverter)
{
    protected override int? CountOf(object value) => ((IDictionary)value).Count;

    protected override bool WriteEntries(ValueWalker walker, object value, ConverterShape? converter, out int written)
    {
        written = 0;
        var entries = ((IDictionary)value).GetEnumerator();
        using var disposal = entries as IDisposable;
        while (entries.MoveNext())
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            var entry = entries.Entry;
            walker.WriteKey(DictionaryKeys.TextOf(entry.Key), isFirst: written++ == 0);
            WriteBoxed(walker, entry.Value, converter);
        }

        return true;
    }
}
