using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Model;

/// <summary>JSON text of simple values, and back.</summary>
internal static class JsonText
{
    public static string Of(string value) => IsPlain(value) ? "\"" + value + "\"" : JsonConvert.ToString(value);

    public static string Of(double value) => JsonConvert.ToString(value);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it is printable ASCII without a character that JSON escapes, as names and ids are.</summary>
    private static bool IsPlain(string value)
    {
        foreach (var character in value)
        {
            if (character is < ' ' or > '~' or '"' or '\\')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text, number or truth value that a JSON text stands for; of anything else, and of what is no JSON, the text itself.</summary>
    public static object? ToScalar(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
            return JToken.ReadFrom(reader) is JValue { Type: not JTokenType.Null } scalar ? scalar.Value : json;
        }
        catch (JsonReaderException)
        {
            return json;
        }
    }
}
