using System.Text.Json;
using MLflow.Tracing.Http.Streaming;

namespace MLflow.Tracing.Http.Observation;

/// <summary>An answer as one JSON value.</summary>
internal sealed class ReadAnswer : IDisposable
{
    private readonly JsonDocument _document;
    private readonly PooledBuffer? _buffer;

    private ReadAnswer(JsonDocument document, PooledBuffer? buffer) => (_document, _buffer) = (document, buffer);

    /// <summary>Good until it is disposed.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>What the pieces of a stream make up. They are not needed any more then.</summary>
    public static ReadAnswer Of(StreamedAnswer pieces)
    {
        var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            pieces.WriteTo(writer);
        }

        pieces.Release();
        return new ReadAnswer(JsonDocument.Parse(buffer.Written), buffer);
    }

    /// <summary>What a body says, or <see langword="null"/> when it is no JSON.</summary>
    public static ReadAnswer? Of(BodyCopy body) => CallRecord.Parse(body) is { } document ? new ReadAnswer(document, buffer: null) : null;

    public void Dispose()
    {
        _document.Dispose();
        _buffer?.Dispose();
    }
}
