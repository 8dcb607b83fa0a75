using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

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
