using Microsoft.Extensions.AI;
using MLflow.Tracing.Capture;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>The pieces of an answer, in bounded memory also when there is no end to them.</summary>
/// <param name="maxCharacters">Characters of text that are kept.</param>
internal sealed class ChatUpdates(int maxCharacters)
{    private const int MaxUpdates = 1_000;

    private readonly List<ChatResponseUpdate> _kept = [];
    private int _characters;
    private bool _isCut;

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
        if (_kept.Count == MaxUpdates)
        {
            return;
        }

        if (text == 0 || _characters + text <= maxCharacters)
        {
            _kept.Add(update);
            _characters += text;
        }
        else if (!_isCut)
        {
            _isCut = true;
            _kept.Add(new ChatResponseUpdate(update.Role, CutText.StreamMark) { MessageId = update.MessageId, ResponseId = update.ResponseId });
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
