using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The questions a Newtonsoft contract asks before a member is written.</summary>
internal sealed class MemberConditions
{
    private readonly IValueProvider _access;
    private readonly Predicate<object>? _shouldSerialize;
    private readonly Predicate<object>? _isSpecified;
    private readonly bool _ignoresNull;
    private readonly bool _ignoresDefault;
    private readonly object? _default;

    public MemberConditions(JsonProperty property, bool ignoresNull)
    {
        _access = property.ValueProvider!;
        _shouldSerialize = property.ShouldSerialize;
        _isSpecified = property.GetIsSpecified;
        _ignoresNull = ignoresNull;
        _ignoresDefault = IgnoresDefault(property);
        _default = property.DefaultValue ?? DefaultOf(property.PropertyType);
    }

    public static bool IgnoresDefault(JsonProperty property)
        => (property.DefaultValueHandling.GetValueOrDefault() & DefaultValueHandling.Ignore) != 0;

    /// <summary>Reads the member if it is to be written.</summary>
    public bool TryRead(object owner, out object? value)
    {
        value = null;
        if ((_shouldSerialize is not null && !_shouldSerialize(owner)) || (_isSpecified is not null && !_isSpecified(owner)))
        {
            return false;
        }

        value = _access.GetValue(owner);
        return !(_ignoresNull && value is null) && !(_ignoresDefault && IsDefault(value));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A value type can be made without its constructor.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A value type can be made without its constructor.")]
    private static object? DefaultOf(Type? type)
        => type is { IsValueType: true } && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

    private static bool IsInteger(object value)
        => Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.UInt64 && !value.GetType().IsEnum;

    private bool IsDefault(object? value)
    {
        if (value is null || _default is null)
        {
            return value is null && _default is null;
        }

        // [DefaultValue(1)] on a long: equal to Newtonsoft, not to Equals
        return IsInteger(value) && IsInteger(_default)
            ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) == Convert.ToDecimal(_default, CultureInfo.InvariantCulture)
            : value.Equals(_default);
    }
}
