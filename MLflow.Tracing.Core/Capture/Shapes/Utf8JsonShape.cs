#if !NETSTANDARD2_0
using System.Buffers;
using System.Text;
using System.Text.Json;
using MLflow.Tracing.Capture.Media;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A <see cref="Utf8Json"/>, in one pass; written as a <see cref="JsonElement"/> of the same JSON is.</summary>
internal sealed class Utf8JsonShape() : Shape(typeof(Utf8Json))
{
    public override void Write(ValueWalker walker, object value)
    {
        var json = (Utf8Json)value;
        var reader = new Utf8JsonReader(json.Bytes.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            WriteObject(walker, ref reader, walker.Depth, json.Prepended);
        }
        else
        {
            Write(walker, ref reader, walker.Depth);
        }
    }

    private static void Write(ValueWalker walker, ref Utf8JsonReader reader, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when depth > walker.MaxDepth:
                walker.WriteStandIn("<max depth>");
                reader.Skip();
                break;
            case JsonTokenType.StartObject:
                WriteObject(walker, ref reader, depth, prepended: null);
                break;
            case JsonTokenType.StartArray:
                WriteArray(walker, ref reader, depth);
                break;
            case JsonTokenType.String:
                WriteText(walker, ref reader);
                break;
            default: // numbers keep every digit they were written with
                walker.Text.Append(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    private static void WriteObject(ValueWalker walker, ref Utf8JsonReader reader, int depth, KeyValuePair<string, string>? prepended)
    {
        walker.Text.Append('{');
        var written = 0;
        if (prepended is { } first)
        {
            walker.WriteKey(first.Key, isFirst: written++ == 0);
            walker.WriteString(first.Value);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, written + 1 + SkipRest(ref reader), "members");
                break;
            }

            walker.WriteKey(reader.GetString()!, isFirst: written++ == 0);
            reader.Read();
            Write(walker, ref reader, depth + 1);
        }

        walker.Text.Append('}');
    }

    private static void WriteArray(ValueWalker walker, ref Utf8JsonReader reader, int depth)
    {
        walker.Text.Append('[');
        var written = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                reader.Skip();
                walker.WriteMoreItems(written, written + 1 + SkipRest(ref reader));
                break;
            }

            if (written++ > 0)
            {
                walker.Text.Append(',');
            }

            Write(walker, ref reader, depth + 1);
        }

        walker.Text.Append(']');
    }

    /// <summary>Skips what is left of an object or an array.</summary>
    /// <param name="reader">On a name, whose member counts as skipped, or on the last token of an item.</param>
    /// <returns>How many members or items came after that.</returns>
    private static int SkipRest(ref Utf8JsonReader reader)
    {
        var skipped = 0;
        reader.Skip();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            reader.Skip();
            skipped++;
        }

        return skipped;
    }

    // A text may be long: its characters are borrowed.
    private static void WriteText(ValueWalker walker, ref Utf8JsonReader reader)
    {
        var characters = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var text = characters.AsSpan(0, CopyText(ref reader, characters));
            if (walker.Media.IsActive && MediaText.MayBeMedia(text, walker.Text.Span))
            {
                walker.WriteString(text.ToString());
            }
            else
            {
                walker.Text.AppendString(text, walker.Limit);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    private static int CopyText(ref Utf8JsonReader reader, char[] characters)
    {
        try
        {
            return reader.CopyString(characters);
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair, or no UTF-8: shown with its escapes, and what is no character replaced
            return Encoding.UTF8.GetChars(reader.ValueSpan, characters);
        }
    }
}
#endif
