using System.Diagnostics.CodeAnalysis;
using System.Reflection;
#if !NETSTANDARD2_0
using System.Runtime.CompilerServices;
#endif

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>
/// Whether a private copy of an object can be made by copying its fields and serialised later with the same result.
/// It can when every field is of an immutable type that refers to nothing, and the JSON shows fields only: then no code of
/// the program runs late, and nothing in the copy is shared with the original. About 20 ns instead of the JSON's hundreds.
/// </summary>
internal sealed class FlatSnapshot
{
    private static readonly FlatSnapshot s_none = new(CaptureMoment.Now, []);

    private FlatSnapshot(CaptureMoment moment, Member[] strings)
    {
        Moment = moment;
        Strings = strings;
    }

    public CaptureMoment Moment { get; }

    /// <summary>The members of type string and <see cref="Uri"/>: what a kept copy holds in memory is theirs.</summary>
    public Member[] Strings { get; }

    public static FlatSnapshot Of(Type type, MemberPlan plan, bool hasExtensionData)
    {
        // compiled ahead of time, metadata may lack fields that the object has
        if (!RuntimeSupport.IsDynamicCodeSupported || hasExtensionData || plan.Fields.Contains(null) || IsPeculiar(type))
        {
            return s_none;
        }

        var shown = new HashSet<string>(plan.Fields.Select(static field => $"{field!.DeclaringType}:{field.Name}"), StringComparer.Ordinal);
        var areReadOnly = true;
        foreach (var field in FieldsOf(type))
        {
            // a string that is not shown would be held in memory for nothing, and might be a secret
            if (!IsLeaf(field.FieldType) || field.IsDefined(typeof(RedactAttribute), inherit: false)
                || (field.FieldType == typeof(string) && !shown.Contains($"{field.DeclaringType}:{field.Name}")))
            {
                return s_none;
            }

            areReadOnly &= field.IsInitOnly;
        }

        var strings = plan.Members.Where((_, i) => (plan.Fields[i]!.FieldType == typeof(string) || plan.Fields[i]!.FieldType == typeof(Uri))).ToArray();
        return new FlatSnapshot(type.IsValueType || areReadOnly ? CaptureMoment.Keep : CaptureMoment.Copy, strings);
    }

#if NETSTANDARD2_0
    public static object CloneOf(object value) => s_clone(value);

    private static readonly Func<object, object> s_clone = (Func<object, object>)Delegate.CreateDelegate(
        typeof(Func<object, object>),
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!);
#else
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    public static extern object CloneOf(object value);
#endif

    /// <summary>Whether values of the type are immutable and refer to nothing.</summary>
    private static bool IsLeaf(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || ShapeCatalog.IsImmutableScalar(value);
    }

    // a copy of these would be more, or less, than a copy
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Only where dynamic code is supported, and what was trimmed is not in the object either.")]
    private static bool IsPeculiar(Type type)
        => type.IsExplicitLayout
            || type.IsCOMObject
            || typeof(IDisposable).IsAssignableFrom(type)
            || typeof(MarshalByRefObject).IsAssignableFrom(type)
            || type.GetInterface("System.IAsyncDisposable") is not null
            || type.GetCustomAttributesData().Any(static data => data.AttributeType.FullName == "System.Runtime.CompilerServices.InlineArrayAttribute")
            || HasFinalizer(type);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A finalizer is kept with its type.")]
    private static bool HasFinalizer(Type type)
        => type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic, binder: null, Type.EmptyTypes, modifiers: null)
            is { } finalizer && finalizer.DeclaringType != typeof(object) && finalizer.DeclaringType != typeof(ValueType);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Only where dynamic code is supported, and what was trimmed is not in the object either.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Only where dynamic code is supported, and what was trimmed is not in the object either.")]
    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            foreach (var field in current.GetFields(Own))
            {
                yield return field;
            }
        }
    }
}
