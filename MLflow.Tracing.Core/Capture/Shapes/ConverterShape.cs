using System.Globalization;
using MLflow.Tracing.Complaints;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A value that a Newtonsoft converter writes. What the converter hands back to its serializer is walked by us again.</summary>
internal sealed class ConverterShape(Type type, JsonConverter converter) : Shape(type)
{
    // Newtonsoft's own converters write valid JSON; everybody else's text is read once more
    private readonly bool _isTrusted = converter.GetType().Assembly == typeof(JsonConverter).Assembly;

    public static ConverterShape? TryCreate(Type type, JsonConverter? converter)
        => converter is { CanWrite: true } ? new ConverterShape(type, converter) : null;

    public override void Write(ValueWalker walker, object value)
    {
        walker.ExpectSlowness();
        var start = walker.Text.Length;
        var depth = walker.Depth;
        try
        {
            using var writer = new BoundedJsonWriter(walker);
            converter.WriteJson(writer, value, NewtonsoftConverters.Serializer);
            Finish(walker, writer, start);
        }
        catch (BudgetSpentException)
        {
            walker.Rewind(start, depth);
            walker.WriteStandIn($"<{TypeNames.Of(value.GetType())}: over budget>");
        }
#pragma warning disable CA1031 // a converter of the program may throw anything; it is shown and counted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            walker.Rewind(start, depth);
            walker.WriteError(exception, CaptureComplaints.ConverterFailed(TypeNames.Of(converter.GetType()), TypeNames.Of(value.GetType())));
        }
    }

    private static bool IsJson(JsonToken token) => token is not (JsonToken.Undefined or JsonToken.StartConstructor or JsonToken.EndConstructor or JsonToken.None);

    private static JsonTextReader ReaderOf(string json) => new(new StringReader(json))
    {
        DateParseHandling = DateParseHandling.None,
        MaxDepth = 512,
        Culture = CultureInfo.InvariantCulture,
    };

    private void Finish(ValueWalker walker, BoundedJsonWriter writer, int start)
    {
        if (walker.Text.Length == start)
        {
            walker.Text.Append("null");
            return;
        }

        if (writer.WriteState != WriteState.Start)
        {
            throw new JsonWriterException("The converter left an object or array open.");
        }

        if (_isTrusted)
        {
            return;
        }

        var json = walker.Text.ToString(start);
        var hasComments = false;
        using (var reader = ReaderOf(json))
        {
            while (reader.Read())
            {
                hasComments |= reader.TokenType == JsonToken.Comment;
                if (!IsJson(reader.TokenType))
                {
                    throw new JsonWriterException("The converter wrote what JSON does not have.");
                }
            }
        }

        if (hasComments || writer.IsDoubtful)
        {
            using var reader = ReaderOf(json);
            var token = JToken.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
            walker.Text.Truncate(start);
            walker.WriteObject(token);
        }
    }
}
