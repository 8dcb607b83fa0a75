using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>A response of OpenAI's Responses API: the last event has all of it; until it comes, what the other events say counts.</summary>
internal sealed class ResponsesAnswer(int maxTextBytes) : StreamedAnswer(maxTextBytes)
{
    private static readonly GrowthRules s_none = new();

    protected override void Take(ReadOnlySpan<byte> json, Utf8JsonReader reader)
    {
        if (IsText(reader, "type"u8, "response.output_text.delta"u8) || IsText(reader, "type"u8, "response.refusal.delta"u8))
        {
            var part = Item(reader)["content"u8].ElementAt(NumberOf(reader, "content_index"u8));
            var isText = IsText(reader, "type"u8, "response.output_text.delta"u8);
            AppendDelta(isText ? part["text"u8] : part["refusal"u8], json, reader);
        }
        else if (IsText(reader, "type"u8, "response.function_call_arguments.delta"u8))
        {
            AppendDelta(Item(reader)["arguments"u8], json, reader);
        }
        else if (IsText(reader, "type"u8, "response.content_part.added"u8))
        {
            MergeInto(Item(reader)["content"u8].ElementAt(NumberOf(reader, "content_index"u8)), ValueOf(json, reader, "part"u8));
        }
        else if (IsText(reader, "type"u8, "response.output_item.added"u8))
        {
            MergeInto(Item(reader), ValueOf(json, reader, "item"u8));
        }
        else if (IsText(reader, "type"u8, "response.output_item.done"u8))
        {
            Item(reader).Replace(ValueOf(json, reader, "item"u8));
        }
        else if (IsText(reader, "type"u8, "response.created"u8))
        {
            MergeInto(Answer, ValueOf(json, reader, "response"u8));
        }
        else if (IsText(reader, "type"u8, "response.completed"u8) || IsText(reader, "type"u8, "response.incomplete"u8) || IsText(reader, "type"u8, "response.failed"u8))
        {
            IsComplete = true;
            Answer.Replace(ValueOf(json, reader, "response"u8));
            if (IsText(reader, "type"u8, "response.failed"u8))
            {
                Error = VendorError.In(ValueOf(json, reader, "response"u8));
            }
        }
        else if (IsText(reader, "type"u8, "error"u8))
        {
            Error = VendorError.In(json);
        }
    }

    private static void AppendDelta(GrowingJson text, ReadOnlySpan<byte> piece, Utf8JsonReader reader)
    {
        if (TryFind(ref reader, "delta"u8) && reader.TokenType == JsonTokenType.String)
        {
            text.Append(piece, ref reader);
        }
    }

    private static void MergeInto(GrowingJson target, ReadOnlySpan<byte> json)
    {
        if (!json.IsEmpty)
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            target.Merge(json, ref reader, s_none);
        }
    }

    private GrowingJson Item(Utf8JsonReader reader) => Answer["output"u8].ElementAt(NumberOf(reader, "output_index"u8));
}
