using System.Collections;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>The values of assessments between .NET and JSON.</summary>
internal static class AssessmentValue
{
    private const int MaxDepth = 32;

    private const string Allowed =
        "Allowed are text, Booleans, numbers other than NaN and the infinities, and lists and dictionaries (with text keys) of such, at most 32 levels deep.";

    /// <summary>The value as JSON.</summary>
    /// <exception cref="ArgumentException">It is none of the kinds allowed; the message names them.</exception>
    public static JToken ToJson(object? value) => ToJson(value, depth: 0);

    /// <summary>A list becomes <c>IReadOnlyList&lt;object?&gt;</c>, an object <c>IReadOnlyDictionary&lt;string, object?&gt;</c>.</summary>
    public static object? FromJson(JToken? json) => json switch
    {
        JObject map => map.Properties().ToDictionary(property => property.Name, property => FromJson(property.Value), StringComparer.Ordinal),
        JArray list => list.Select(FromJson).ToList(),
        JValue { Value: System.Numerics.BigInteger number } => (double)number,
        JValue value => value.Value,
        _ => null,
    };

    /// <summary>Whether it is one value, or a list of texts: the kinds that every server stores as they are.</summary>
    public static bool IsSimple(JToken value) => value is JValue || (value is JArray list && list.All(item => item.Type == JTokenType.String));

    private static JToken ToJson(object? value, int depth) => value switch
    {
        _ when depth > MaxDepth => throw NotAllowed("it is too deep"),
        null => JValue.CreateNull(),
        string or bool or float or double or decimal or sbyte or byte or short or ushort or int or uint or long or ulong => Scalar(value),
        IDictionary map => Map(map, depth),
        IEnumerable list => new JArray(list.Cast<object?>().Select(item => ToJson(item, depth + 1))),
        _ => throw NotAllowed($"it is or holds a {value.GetType().Name}"),
    };

    private static JValue Scalar(object value) => value switch
    {
        double number when double.IsNaN(number) || double.IsInfinity(number) => throw NotAllowed($"it is or holds {number.ToString(CultureInfo.InvariantCulture)}"),
        float number when float.IsNaN(number) || float.IsInfinity(number) => throw NotAllowed($"it is or holds {number.ToString(CultureInfo.InvariantCulture)}"),
        _ => new JValue(value),
    };

    private static JObject Map(IDictionary map, int depth)
    {
        var json = new JObject();
        foreach (DictionaryEntry pair in map)
        {
            json[pair.Key as string ?? throw NotAllowed($"it holds a dictionary with a key that is a {pair.Key.GetType().Name}")] = ToJson(pair.Value, depth + 1);
        }

        return json;
    }

    private static ArgumentException NotAllowed(string problem) => new($"The value of an assessment cannot be sent: {problem}. {Allowed}");
}
