using System.Globalization;
using Newtonsoft.Json;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Streams JSON text into OTLP's <c>AnyValue</c>: objects, arrays, texts and numbers become native ones (text would be encoded twice
/// by the server), <c>null</c> an unset value.
/// </summary>
internal static class AnyValueWriter
{
    public const int StringValue = 1;
    public const int BoolValue = 2;
    public const int IntValue = 3;
    public const int DoubleValue = 4;
    public const int ArrayValue = 5;
    public const int KvlistValue = 6;

    /// <summary>The one repeated field of <c>ArrayValue</c> and <c>KeyValueList</c>.</summary>
    public const int Values = 1;

    /// <summary>
    /// Protobuf readers give up at 100 nested messages; one level of JSON objects takes three, and a span's attribute begins at six.
    /// What lies deeper is sent as its JSON text.
    /// </summary>
    public const int MaxNesting = 25;

    /// <summary>From so many characters on, a text and its key probably take more bytes than one byte can count.</summary>
    private const int LongText = 80;

    /// <summary>Writes a <c>KeyValue</c> message.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="field">The field that holds it.</param>
    /// <param name="key">The name.</param>
    /// <param name="json">The value as JSON text; any other text is sent as it is.</param>
    public static void WritePair(ProtobufWriter output, int field, string key, string json)
    {
        var lengthBytes = json.Length > LongText ? 2 : 1;
        var pair = output.StartMessage(field, lengthBytes);
        WriteKey(output, key);
        Write(output, 2, json);
        output.EndMessage(pair, lengthBytes);
    }

    /// <summary>Writes a <c>KeyValue</c> message with a plain text.</summary>
    public static void WriteTextPair(ProtobufWriter output, int field, string key, string text)
    {
        var pair = output.StartMessage(field);
        WriteKey(output, key);
        WriteText(output, 2, text);
        output.EndMessage(pair);
    }

    private static void WriteKey(ProtobufWriter output, string key)
    {
        if (EncodedKeys.Find(key) is { } encoded)
        {
            output.WriteEncoded(encoded);
        }
        else
        {
            output.WriteString(1, key);
        }
    }

    private static void Write(ProtobufWriter output, int field, string json)
    {
        var start = output.Length;
        if (!StrictJsonCopy.TryWrite(output, field, json))
        {
            output.Rewind(start);
            WriteByReader(output, field, json);
        }
    }

    /// <summary>Writes an <c>AnyValue</c> of any JSON text that Newtonsoft.Json understands.</summary>
    public static void WriteByReader(ProtobufWriter output, int field, string json)
    {
        var start = output.Length;
        try
        {
            using var reader = JsonValue.OpenReader(json);
            if (reader.Read())
            {
                WriteValue(output, field, reader, nesting: 0);
                if (!reader.Read())
                {
                    return;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON text after all; nothing of it is lost below.
        }

        output.Rewind(start);
        WriteText(output, field, json);
    }

    private static void WriteText(ProtobufWriter output, int field, string text)
    {
        var value = output.StartMessage(field);
        output.WriteString(StringValue, text);
        output.EndMessage(value);
    }

    private static void WriteValue(ProtobufWriter output, int field, JsonTextReader reader, int nesting)
    {
        var value = output.StartMessage(field);
        switch (reader.TokenType)
        {
            case JsonToken.StartObject or JsonToken.StartArray when nesting == MaxNesting:
                output.WriteString(StringValue, SubtreeText(reader));
                break;
            case JsonToken.StartObject:
                WriteObject(output, reader, nesting + 1);
                break;
            case JsonToken.StartArray:
                WriteArray(output, reader, nesting + 1);
                break;
            case JsonToken.Integer when reader.Value is long number:
                output.WriteInt64(IntValue, number);
                break;
            case JsonToken.Float when reader.Value is double number && !double.IsNaN(number) && !double.IsInfinity(number):
                output.WriteDouble(DoubleValue, number);
                break;
            case JsonToken.Boolean:
                output.WriteBool(BoolValue, (bool)reader.Value!);
                break;
            case JsonToken.String or JsonToken.Integer or JsonToken.Float:
                // An integer of more than 64 bits keeps its digits; JSON has no NaN, and the server stores JSON.
                output.WriteString(StringValue, Convert.ToString(reader.Value, CultureInfo.InvariantCulture)!);
                break;
            case JsonToken.Null:
                break;
            default:
                throw new JsonReaderException($"'{reader.TokenType}' is not JSON.");
        }

        output.EndMessage(value);
    }

    private static void WriteObject(ProtobufWriter output, JsonTextReader reader, int nesting)
    {
        var list = output.StartMessage(KvlistValue);
        while (ReadRequired(reader) != JsonToken.EndObject)
        {
            var pair = output.StartMessage(Values);
            output.WriteString(1, (string)reader.Value!);
            ReadRequired(reader);
            WriteValue(output, 2, reader, nesting);
            output.EndMessage(pair);
        }

        output.EndMessage(list);
    }

    private static void WriteArray(ProtobufWriter output, JsonTextReader reader, int nesting)
    {
        var list = output.StartMessage(ArrayValue);
        while (ReadRequired(reader) != JsonToken.EndArray)
        {
            WriteValue(output, Values, reader, nesting);
        }

        output.EndMessage(list);
    }

    private static string SubtreeText(JsonTextReader reader)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        writer.WriteToken(reader);
        return text.ToString();
    }

    private static JsonToken ReadRequired(JsonTextReader reader)
        => reader.Read() && reader.TokenType != JsonToken.Comment
            ? reader.TokenType
            : throw new JsonReaderException("The JSON text ends early, or holds a comment.");
}
