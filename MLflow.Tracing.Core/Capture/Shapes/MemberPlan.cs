using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The members of an object in the order of its contract, each with the fastest reader that gives the same JSON.</summary>
internal sealed class MemberPlan
{
    private MemberPlan(Member[] members, FieldInfo?[] fields)
    {
        Members = members;
        Fields = fields;
    }

    public Member[] Members { get; }

    /// <summary>For each member the field its JSON shows as it is; null when the member asks, computes or converts.</summary>
    public FieldInfo?[] Fields { get; }

    public static MemberPlan Of(JsonObjectContract contract)
    {
        var members = new List<Member>();
        var fields = new List<FieldInfo?>();
        foreach (var property in contract.Properties)
        {
            if (property.Ignored || !property.Readable || property.ValueProvider is not MemberAccess access)
            {
                continue;
            }

            var member = Create(contract, property, access);
            members.Add(member);
            fields.Add(member is ConditionalMember or RedactedMember ? null : access.BackingField(contract.UnderlyingType));
        }

        return new MemberPlan([.. members], [.. fields]);
    }

    private static Member Create(JsonObjectContract contract, JsonProperty property, MemberAccess access)
    {
        var name = property.PropertyName!;
        if (access.IsRedacted)
        {
            return new RedactedMember(name);
        }

        var ignoresNull = (property.NullValueHandling ?? contract.ItemNullValueHandling) == NullValueHandling.Ignore;
        var type = property.PropertyType ?? typeof(object);
        var converter = ConverterShape.TryCreate(type, property.Converter) ?? ConverterShape.TryCreate(type, contract.ItemConverter);
        var itemConverter = ConverterShape.TryCreate(type, property.ItemConverter);
        if (converter is not null || itemConverter is not null || property.ShouldSerialize is not null
            || property.GetIsSpecified is not null || MemberConditions.IgnoresDefault(property))
        {
            return new ConditionalMember(name, new MemberConditions(property, ignoresNull), converter, itemConverter);
        }

        return TryCreateTyped(name, access, contract.UnderlyingType, ignoresNull) ?? new BoxedMember(name, access, ignoresNull);
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where dynamic code is supported.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The generic types here ask nothing of their arguments.")]
    [UnconditionalSuppressMessage("Trimming", "IL2076", Justification = "A struct is there without its constructor.")]
    [UnconditionalSuppressMessage("Trimming", "IL2077", Justification = "The constructors are used by the typeof beside them.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The constructors are used by the typeof beside them.")]
    private static Member? TryCreateTyped(string name, MemberAccess access, Type exactType, bool ignoresNull)
    {
        if (!RuntimeSupport.IsDynamicCodeSupported
            || access.Getter is not { IsStatic: false, DeclaringType: { ContainsGenericParameters: false, IsInterface: false } owner } getter
            || getter.ReturnType is { IsByRef: true } or { IsPointer: true })
        {
            return null;
        }

        var isStruct = owner.IsValueType;
        var delegateType = (isStruct ? typeof(StructGetter<,>) : typeof(Func<,>)).MakeGenericType(owner, getter.ReturnType);
        var memberType = (isStruct ? typeof(StructPropertyMember<,>) : typeof(PropertyMember<,>)).MakeGenericType(owner, getter.ReturnType);
        return Delegate.CreateDelegate(delegateType, firstArgument: null, getter, throwOnBindFailure: false) is { } read
            ? (Member)Activator.CreateInstance(memberType, name, read, access.BackingField(exactType) is null, ignoresNull)!
            : null;
    }
}
