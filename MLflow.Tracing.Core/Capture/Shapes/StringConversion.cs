using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Types that are strings to Newtonsoft.Json because a <see cref="TypeConverter"/> says so.</summary>
internal static class StringConversion
{
    private static readonly ConcurrentDictionary<Type, TypeConverter?> s_converters = new();

    /// <summary>The value as its type's converter writes it, or null when there is none.</summary>
    public static string? TryConvert(object value)
        => s_converters.GetOrAdd(value.GetType(), Find)?.ConvertToInvariantString(value);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without its converter the value is written by ToString or by its members.")]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Without its converter the value is written by ToString or by its members.")]
    private static TypeConverter? Find(Type type)
    {
        var converter = TypeDescriptor.GetConverter(type);
        var kind = converter.GetType();

        // these say they can, and would write the type's name
        return kind != typeof(TypeConverter) && kind.FullName is not ("System.ComponentModel.ComponentConverter" or "System.ComponentModel.ReferenceConverter")
            && converter.CanConvertTo(typeof(string))
            ? converter
            : null;
    }
}
