using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>The answer that the pieces of a stream make up, in the shape it has when it is not streamed.</summary>
/// <param name="maxTextBytes">Bytes of text that are kept; what comes after them is cut, and the cut is marked.</param>
internal abstract class StreamedAnswer(int maxTextBytes) : IPieceReader
{
    private readonly AnswerState _state = new(maxTextBytes);
    private GrowingJson? _answer;

    /// <summary>Pieces that were understood.</summary>
    public int Pieces { get; private set; }

    /// <summary>Pieces that are no JSON, or not what was expected.</summary>
    public int NotUnderstood { get; private set; }

    /// <summary>Whether the vendor has said that this is all. The body may go on for a few bytes, which nobody needs to read.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>What the vendor says went wrong while it answered; <see langword="null"/> when nothing did.</summary>
    public string? Error { get; protected set; }

    /// <summary>Whether more came than is kept.</summary>
    public bool IsFull => _state.IsFull;

    protected GrowingJson Answer => _answer ??= new GrowingJson(_state);

    public void Read(ReadOnlySpan<byte> json)
    {
        if (_state.Repeated.TryAppend(json))
        {
            Pieces++;
            return;
        }

        if (json.SequenceEqual("[DONE]"u8))
        {
            IsComplete = true;
            return;
        }

        if (json.Trim(" \t"u8).IsEmpty)
        {
            return;
        }

        _state.Repeated.Begin();
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Take(json, reader);
                Pieces++;
                _state.Repeated.End();
                return;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // counted below; what it has said until then counts, too
            _state.Repeated.Begin();
        }

        NotUnderstood++;
    }

    /// <summary>The answer as far as it came.</summary>
    public virtual void WriteTo(Utf8JsonWriter writer) => Answer.WriteTo(writer);

    /// <summary>Gives back what it has borrowed, when it has been written.</summary>
    public void Release() => Answer.Release();

    /// <summary>Takes one piece.</summary>
    /// <param name="json">An object, if the vendor made no mistake.</param>
    /// <param name="reader">On its beginning.</param>
    protected abstract void Take(ReadOnlySpan<byte> json, Utf8JsonReader reader);

    /// <summary>Moves a copy of a reader to the value of a member of the object it is on.</summary>
    protected static bool TryFind(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(name);
            reader.Read();
            if (isFound)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>The value of a member, as JSON; empty when there is none.</summary>
    protected static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> json, Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!TryFind(ref reader, name))
        {
            return default;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    protected static long NumberOf(Utf8JsonReader reader, ReadOnlySpan<byte> name)
        => TryFind(ref reader, name) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : 0;

    protected static bool IsText(Utf8JsonReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
        => TryFind(ref reader, name) && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(text);
}
