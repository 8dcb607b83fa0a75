using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>Makes streams that a function returned into recorded ones.</summary>
internal static class FunctionStream
{
    /// <param name="pieces">What the function returned.</param>
    /// <param name="ambient">What is to be ambient while the stream's own code runs.</param>
    /// <param name="span">Ends with the stream.</param>
    /// <returns>A stream of the same type, or <see langword="null"/> when it is none.</returns>
    public static object? Around(object? pieces, LiveSpan? ambient, LiveSpan span)
    {
        // The kernel asks for exactly the type that its caller named.
        var streams = pieces?.GetType().GetInterfaces().Where(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)).ToArray();
        return streams is [var stream]
            ? Activator.CreateInstance(typeof(FunctionStream<>).MakeGenericType(stream.GetGenericArguments()), pieces, ambient, span)
            : null;
    }
}

/// <summary>A stream that a function returned. The first enumeration is recorded.</summary>
/// <inheritdoc cref="FunctionStream.Around"/>
internal sealed class FunctionStream<TPiece>(IAsyncEnumerable<TPiece> pieces, LiveSpan? ambient, LiveSpan span) : IAsyncEnumerable<TPiece>, IStreamRecord<TPiece>
{
    private readonly StringBuilder _text = new();
    private AuthorRole? _role;
    private bool _isText;
    private bool _isCut;
    private int _count;
    private bool _isBegun;
    private bool _isOver;

    public LiveSpan? Ambient => ambient;

    public IAsyncEnumerator<TPiece> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_isBegun)
        {
            return pieces.GetAsyncEnumerator(cancellationToken);
        }

        _isBegun = true;
        return RecordedStream.Of(() => this, _ => pieces, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    public void Saw(TPiece piece)
    {
        if (!span.IsRecording)
        {
            return;
        }

        if (_count++ == 0)
        {
            span.AddEvent("first chunk");
        }

        switch (piece)
        {
            case StreamingChatMessageContent message:
                _role ??= message.Role ?? AuthorRole.Assistant;
                Append(message.Content);
                break;
            case StreamingTextContent text:
                Append(text.Text);
                break;
            case string text:
                Append(text);
                break;
            default:
                span.AddItem(piece);
                break;
        }
    }

    public void Completed() => _isOver = true;

    public void Failed(Exception exception)
    {
        _isOver = true;
        span.RecordException(exception);
    }

    public void End()
    {
        if (_isText)
        {
            var text = _text.ToString();
            span.SetOutputs(_role is null ? text : ChatMessage.Of(_role, text));
        }

        span.SetAttribute("llm.stream.chunks", _count);
        if (!_isOver)
        {
            span.AddEvent("abandoned");
        }

        span.End();
    }

    private void Append(string? text)
    {
        _isText = true;
        if (_isCut || text is null)
        {
            return;
        }

        _isCut = _text.Length + text.Length > span.Policy.MaxStreamedCharacters;
        _text.Append(_isCut ? CutText.StreamMark : text);
    }
}
