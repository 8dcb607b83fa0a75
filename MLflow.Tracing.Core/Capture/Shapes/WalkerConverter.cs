using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>What a converter's serializer uses for every value: hands it back to the walker, so that budgets and the deny list hold below converters.</summary>
internal sealed class WalkerConverter : JsonConverter
{
    public override bool CanRead => false;

    public override bool CanConvert(Type objectType) => true;

    public override object ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
        => throw new NotSupportedException("Captured values are only written.");

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
        }
        else if (writer is BoundedJsonWriter bounded)
        {
            bounded.WriteWalked(value);
        }
        else
        {
            WriteElsewhere(writer, value);
        }
    }

    // a converter that builds tokens first (JObject.FromObject with its serializer): walk into a text of our own, copy tokens
    private static void WriteElsewhere(JsonWriter writer, object value)
    {
        var walker = ValueWalker.Current ?? throw new InvalidOperationException("A captured value's converter was called outside a capture.");
        var start = walker.Text.Length;
        walker.WriteObject(value);
        using var reader = new JsonTextReader(new StringReader(walker.Text.ToString(start))) { DateParseHandling = DateParseHandling.None };
        walker.Text.Truncate(start);
        JToken.Load(reader).WriteTo(writer);
    }
}
