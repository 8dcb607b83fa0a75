using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>Fields of JSON objects, written and read.</summary>
internal static class JsonFields
{
    public static void Property(JsonUtf8Writer writer, string name, string value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }

    public static void Property(JsonUtf8Writer writer, string name, long value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }

    public static void OptionalProperty(JsonUtf8Writer writer, string name, string? value)
    {
        if (value is not null)
        {
            Property(writer, name, value);
        }
    }

    /// <summary>An object of texts.</summary>
    public static void Map(JsonUtf8Writer writer, string name, IReadOnlyDictionary<string, string> map)
    {
        writer.WritePropertyName(name);
        writer.WriteStartObject();
        foreach (var pair in new Pairs(map))
        {
            Property(writer, pair.Key, pair.Value);
        }

        writer.WriteEndObject();
    }

    /// <summary>A list of objects with the fields <c>key</c> and <c>value</c>, as tags of experiments are.</summary>
    public static void KeyValues(JsonUtf8Writer writer, string name, IReadOnlyDictionary<string, string> map)
    {
        writer.WritePropertyName(name);
        writer.WriteStartArray();
        foreach (var pair in map)
        {
            writer.WriteStartObject();
            Property(writer, "key", pair.Key);
            Property(writer, "value", pair.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A list of texts.</summary>
    public static void List(JsonUtf8Writer writer, string name, IEnumerable<string> texts)
    {
        writer.WritePropertyName(name);
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteValue(text);
        }

        writer.WriteEndArray();
    }

    public static Dictionary<string, string> ReadMap(JToken? json)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is JObject pairs)
        {
            foreach (var property in pairs.Properties())
            {
                map[property.Name] = (string?)property.Value ?? string.Empty;
            }
        }

        return map;
    }

    /// <summary>Reads what <see cref="KeyValues"/> writes.</summary>
    public static Dictionary<string, string> ReadKeyValues(JToken? json)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Objects(json))
        {
            map[Required(pair, "key")] = (string?)pair["value"] ?? string.Empty;
        }

        return map;
    }

    /// <summary>The objects in a list; none if it is no list.</summary>
    public static IEnumerable<JObject> Objects(JToken? array) => array is JArray items ? items.OfType<JObject>() : [];

    /// <exception cref="FormatException">It is missing.</exception>
    public static string Required(JObject json, string name)
        => (string?)json[name] ?? throw new FormatException($"The field '{name}' is missing.");
}
