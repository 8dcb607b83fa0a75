using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The parts of Newtonsoft.Json that the walker borrows: its own converters, and a serializer to hand to converters.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Members that were trimmed away are recorded as trimmed, see TrimmedShape.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Values are read by reflection where dynamic code is not supported, see MemberAccess.")]
internal static class NewtonsoftConverters
{
    // those of its resolver that have a say in writing; it keeps them to itself
    private static readonly JsonConverter[] s_builtIn =
        [new XmlNodeConverter(), new DataSetConverter(), new DataTableConverter(), new DiscriminatedUnionConverter(), new RegexConverter()];

    private static readonly StringEnumConverter s_enums = new();

    /// <summary>A serializer whose every value comes back to the walker. Its constructor does not read <c>JsonConvert.DefaultSettings</c>.</summary>
    public static JsonSerializer Serializer { get; } = new() { ContractResolver = ConverterContractResolver.Instance };

    public static JsonConverter? BuiltInFor(Type type) => Array.Find(s_builtIn, converter => converter.CanConvert(type));

    /// <summary>The name of an enum value, <c>[EnumMember]</c> counted; its number when it has none.</summary>
    public static string EnumText(object value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        s_enums.WriteJson(writer, value, Serializer);
        using var reader = new JsonTextReader(new StringReader(text.ToString()));
        return reader.ReadAsString() ?? string.Empty;
    }
}
