using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Reads one property or field; rides on a Newtonsoft contract as its value provider, and keeps what the contract forgets.</summary>
internal sealed class MemberAccess(MemberInfo member, Func<IValueProvider> compiled) : IValueProvider
{
    private IValueProvider? _compiled;

    public MemberInfo Member { get; } = member;

    /// <summary>Marked with <see cref="RedactAttribute"/>: never read.</summary>
    public bool IsRedacted { get; set; }

    public PropertyInfo? Property => Member as PropertyInfo;

    public FieldInfo? Field => Member as FieldInfo;

    public MethodInfo? Getter => Property?.GetGetMethod(nonPublic: true);

    /// <summary>The field that holds the member's value: itself, or the one the compiler made for an automatic property.</summary>
    /// <param name="owner">The exact type of the objects it is read from: further down, a virtual getter could be one that computes.</param>
    public FieldInfo? BackingField(Type owner) => Field ?? AutomaticField(owner);

    /// <summary>Reads the member; what a getter throws comes out as it was thrown.</summary>
    public object? GetValue(object target)
    {
        if (RuntimeSupport.IsDynamicCodeSupported)
        {
            return (_compiled ??= compiled()).GetValue(target);
        }

        try
        {
            return Property is { } property ? property.GetValue(target) : Field!.GetValue(target);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            throw inner;
        }
    }

    public void SetValue(object target, object? value) => throw new NotSupportedException("Captured values are only read.");

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that was trimmed away only costs the faster path.")]
    private FieldInfo? AutomaticField(Type owner)
    {
        if (Getter is not { } getter
            || (getter.IsVirtual && !getter.IsFinal && getter.DeclaringType != owner)
            || Property!.GetIndexParameters().Length > 0
            || !getter.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false))
        {
            return null;
        }

        var field = Property.DeclaringType?.GetField($"<{Property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        return field?.FieldType == Property.PropertyType ? field : null;
    }
}
