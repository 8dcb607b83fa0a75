using Microsoft.Extensions.AI;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>The pieces of an answer, in bounded memory also when there is no end to them.</summary>
internal sealed class ChatUpdates
{
    // As much of a text as the recording of HTTP keeps.
    private const int MaxCharacters = 1 << 20;
    private const int MaxUpdates = 1_000;

    private readonly List<ChatResponseUpdate> _kept = [];
    private int _characters;

    /// <summary>How many pieces came.</summary>
    public int Count { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        Count++;
        if (_kept.Count == MaxUpdates)
        {
            Join();
        }

        // What comes after a text without end may still be the reason why it ended.
        var text = update.Contents.Sum(static content => content is TextContent { Text: { } some } ? some.Length : content is TextReasoningContent { Text: { } thought } ? thought.Length : 0);
        if (_kept.Count < MaxUpdates && (text == 0 || _characters < MaxCharacters))
        {
            _kept.Add(update);
            _characters += text;
        }
    }

    public ChatResponse ToResponse() => _kept.ToChatResponse();

    private void Join()
    {
        var joined = ToResponse().ToChatResponseUpdates();
        _kept.Clear();
        _kept.AddRange(joined);
    }
}
