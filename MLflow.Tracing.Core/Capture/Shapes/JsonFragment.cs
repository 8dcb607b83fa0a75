using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>JSON text that came from elsewhere: written as JSON when it is, as a string when it is not or is too long.</summary>
internal static class JsonFragment
{
    private const int DeepestNesting = 256;

    public static void Write(ValueWalker walker, string json)
    {
        if (json.Length <= walker.Limit && TryParse(json) is { } token)
        {
            walker.WriteObject(token);
        }
        else
        {
            walker.WriteString(json);
        }
    }

    private static JToken? TryParse(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = DeepestNesting };
            var token = JToken.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
            return reader.Read() ? null : token;
        }
        catch (JsonException)
        {
            return null; // not JSON: its text is shown as it is
        }
    }
}
