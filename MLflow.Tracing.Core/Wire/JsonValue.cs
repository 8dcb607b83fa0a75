using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>Reads JSON text as it stands: texts that look like dates stay texts, and no process-wide setting of Newtonsoft.Json is consulted.</summary>
internal static class JsonValue
{
    /// <summary>Deeper text is not made into tokens, whose printing recurses.</summary>
    private const int MaxTokenDepth = 256;

    /// <summary>A reader for text of any depth.</summary>
    public static JsonTextReader OpenReader(string json) => new(new StringReader(json))
    {
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Double,
        Culture = CultureInfo.InvariantCulture,
        MaxDepth = null,
    };

    /// <summary>Reads one value that fills the whole text.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out JToken? value)
    {
        try
        {
            value = Parse(json);
            return true;
        }
        catch (JsonReaderException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>Reads one value that fills the whole text.</summary>
    /// <exception cref="JsonReaderException">The text is something else.</exception>
    public static JToken Parse(string json)
    {
        using var reader = OpenReader(json);
        reader.MaxDepth = MaxTokenDepth;
        var value = JToken.ReadFrom(reader);
        return reader.Read() ? throw new JsonReaderException("More text follows the JSON value.") : value;
    }
}
