using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

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

/// <summary>A dictionary that has only a generic interface: an enumerable of pairs in boxes.</summary>
internal sealed class PairsShape : DictionaryShape
{
    private readonly PropertyInfo _key;
    private readonly PropertyInfo _value;
    private readonly PropertyInfo? _count;

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The pair type is the item type of the value's own enumerator.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "KeyValuePair asks nothing of its arguments.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(KeyValuePair<,>))]
    public PairsShape(Type type, Type dictionary, ConverterShape? itemConverter)
        : base(type, itemConverter)
    {
        var pair = typeof(KeyValuePair<,>).MakeGenericType(dictionary.GetGenericArguments());
        _key = pair.GetProperty("Key")!;
        _value = pair.GetProperty("Value")!;
        _count = CollectionKinds.CountProperty(type);
    }

    protected override int? CountOf(object value) => _count?.GetValue(value) as int?;

    protected override bool WriteEntries(ValueWalker walker, object value, ConverterShape? converter, out int written)
    {
        written = 0;
        foreach (var pair in (IEnumerable)value)
        {
            if (!MayWrite(walker, written))
            {
                return false;
            }

            walker.WriteKey(DictionaryKeys.TextOf(_key.GetValue(pair)!), isFirst: written++ == 0);
            WriteBoxed(walker, _value.GetValue(pair), converter);
        }

        return true;
    }
}
