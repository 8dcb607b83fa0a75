using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>
/// Newtonsoft's default contracts, with the attributes of System.Text.Json and our <see cref="RedactAttribute"/> honoured.
/// A resolver of our own: what the program configured for itself, <c>JsonConvert.DefaultSettings</c> included, does not reach it.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Members that were trimmed away are recorded as trimmed, see TrimmedShape.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Values are read by reflection where dynamic code is not supported, see MemberAccess.")]
[UnconditionalSuppressMessage("Trimming", "IL2046", Justification = "Members that were trimmed away are recorded as trimmed, see TrimmedShape.")]
[UnconditionalSuppressMessage("Trimming", "IL2109", Justification = "Members that were trimmed away are recorded as trimmed, see TrimmedShape.")]
[UnconditionalSuppressMessage("AOT", "IL3051", Justification = "Values are read by reflection where dynamic code is not supported, see MemberAccess.")]
internal class CaptureContractResolver : DefaultContractResolver
{
    // the attributes by name: on netstandard2.0 System.Text.Json is a package we do not reference
    private const string NameAttribute = "System.Text.Json.Serialization.JsonPropertyNameAttribute";
    private const string IgnoreAttribute = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    private const int Never = 0;
    private const int Always = 1;
    private const int WhenWritingDefault = 2;
    private const int WhenWritingNull = 3;
    private const int WhenWriting = 4;

    public static CaptureContractResolver Instance { get; } = new();

    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        var property = base.CreateProperty(member, memberSerialization);
        foreach (var attribute in member.GetCustomAttributesData())
        {
            if (attribute.AttributeType.FullName == NameAttribute && !HasNewtonsoftName(member)
                && attribute.ConstructorArguments.FirstOrDefault().Value is string name)
            {
                property.PropertyName = name;
            }
            else if (attribute.AttributeType.FullName == IgnoreAttribute)
            {
                Ignore(property, ConditionOf(attribute));
            }
        }

        return property;
    }

    protected override JsonObjectContract CreateObjectContract(Type objectType)
    {
        var contract = base.CreateObjectContract(objectType);
        var redacted = RedactedNames.Of(objectType);
        if (redacted.Count > 0)
        {
            foreach (var property in contract.Properties)
            {
                if (property.ValueProvider is MemberAccess access && redacted.Contains(access.Member.Name))
                {
                    access.IsRedacted = true;
                }
            }
        }

        return contract;
    }

    protected override IValueProvider CreateMemberValueProvider(MemberInfo member)
        => new MemberAccess(member, () => base.CreateMemberValueProvider(member));

    private static bool HasNewtonsoftName(MemberInfo member)
        => member.GetCustomAttribute<JsonPropertyAttribute>()?.PropertyName is not null;

    private static int ConditionOf(CustomAttributeData attribute)
        => attribute.NamedArguments.Where(static argument => argument.MemberName == "Condition").Select(static argument => argument.TypedValue.Value as int?).FirstOrDefault() ?? Always;

    private static void Ignore(JsonProperty property, int condition)
    {
        switch (condition)
        {
            case Always or WhenWriting:
                property.Ignored = true;
                break;
            case WhenWritingNull:
                property.NullValueHandling ??= NullValueHandling.Ignore;
                break;
            case WhenWritingDefault:
                property.DefaultValueHandling ??= DefaultValueHandling.Ignore;
                break;
            case Never:
                property.NullValueHandling ??= NullValueHandling.Include;
                break;
            default: // a condition about reading
                break;
        }
    }
}
