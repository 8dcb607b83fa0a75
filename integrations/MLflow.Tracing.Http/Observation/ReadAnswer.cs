using System.Text.Json;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Http.Streaming;

namespace MLflow.Tracing.Http.Observation;

/// <summary>An answer as one JSON value.</summary>
internal sealed class ReadAnswer : IDisposable
{
    private readonly JsonDocument _document;
    private readonly PooledBuffer? _buffer;

    private ReadAnswer(JsonDocument document, ReadOnlyMemory<byte> json, PooledBuffer? buffer) => (_document, Json, _buffer) = (document, new Utf8Json(json), buffer);

    /// <summary>Good until it is disposed.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>The same, as it is recorded.</summary>
    public Utf8Json Json { get; }

    /// <summary>What a response says, or <see langword="null"/> when it is no JSON.</summary>
    public static ReadAnswer? Of(ResponseObserver response)
        => response.Streamed is { } pieces ? (pieces.Pieces > 0 ? Of(pieces) : null)
            : response.Body.ParseJson() is { } document ? new ReadAnswer(document, response.Body.Bytes, buffer: null)
            : null;

    public void Dispose()
    {
        _document.Dispose();
        _buffer?.Dispose();
    }

    // The pieces are not needed any more when they have been written.
    private static ReadAnswer Of(StreamedAnswer pieces)
    {
        var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            pieces.WriteTo(writer);
        }

        pieces.Release();
        return new ReadAnswer(JsonDocument.Parse(buffer.Written), buffer.Written, buffer);
    }
}
