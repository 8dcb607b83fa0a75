using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>A message of Anthropic's, whose blocks arrive one after the other, each in deltas of its kind.</summary>
internal sealed class AnthropicAnswer(int maxTextBytes) : StreamedAnswer(maxTextBytes)
{
    private static readonly GrowthRules s_replacedMembers = new(new GrowthRules.Rule("usage", Growth.Members));

    // kind of delta, its member, the member of the block that it adds to
    private static readonly (byte[] Type, byte[] From, byte[] To)[] s_deltas =
    [
        ("text_delta"u8.ToArray(), "text"u8.ToArray(), "text"u8.ToArray()),
        ("input_json_delta"u8.ToArray(), "partial_json"u8.ToArray(), "input"u8.ToArray()),
        ("thinking_delta"u8.ToArray(), "thinking"u8.ToArray(), "thinking"u8.ToArray()),
        ("signature_delta"u8.ToArray(), "signature"u8.ToArray(), "signature"u8.ToArray()),
    ];

    public override void WriteTo(Utf8JsonWriter writer)
    {
        Answer["content"u8].ForEachElement(static block => block.ReadTextAsJson("input"u8));
        base.WriteTo(writer);
    }

    protected override void Take(ReadOnlySpan<byte> json, Utf8JsonReader reader)
    {
        if (IsText(reader, "type"u8, "message_start"u8))
        {
            Merge(ValueOf(json, reader, "message"u8));
        }
        else if (IsText(reader, "type"u8, "content_block_start"u8))
        {
            MergeInto(Answer["content"u8].ElementAt(NumberOf(reader, "index"u8)), ValueOf(json, reader, "content_block"u8));
        }
        else if (IsText(reader, "type"u8, "content_block_delta"u8))
        {
            AddTo(Answer["content"u8].ElementAt(NumberOf(reader, "index"u8)), json, ValueOf(json, reader, "delta"u8));
        }
        else if (IsText(reader, "type"u8, "message_delta"u8))
        {
            Merge(ValueOf(json, reader, "delta"u8));
            MergeInto(Answer["usage"u8], ValueOf(json, reader, "usage"u8));
        }
        else if (IsText(reader, "type"u8, "message_stop"u8))
        {
            IsComplete = true;
        }
        else if (IsText(reader, "type"u8, "error"u8))
        {
            Error = VendorError.In(json);
        }
    }

    private static void AddTo(GrowingJson block, ReadOnlySpan<byte> piece, ReadOnlySpan<byte> delta)
    {
        foreach (var (type, from, to) in s_deltas)
        {
            var reader = new Utf8JsonReader(delta);
            reader.Read();
            if (IsText(reader, "type"u8, type) && TryFind(ref reader, from) && reader.TokenType == JsonTokenType.String)
            {
                block[to].Append(piece, ref reader);
            }
        }
    }

    private void Merge(ReadOnlySpan<byte> json) => MergeInto(Answer, json);

    private static void MergeInto(GrowingJson target, ReadOnlySpan<byte> json)
    {
        if (!json.IsEmpty)
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            target.Merge(json, ref reader, s_replacedMembers);
        }
    }
}
