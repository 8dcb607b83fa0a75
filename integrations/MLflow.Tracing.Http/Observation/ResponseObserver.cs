using System.IO.Compression;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Http.Streaming;

namespace MLflow.Tracing.Http.Observation;

/// <summary>Reads an answer as it passes, and hands it over once: when it ends, fails, or nobody reads on.</summary>
internal sealed class ResponseObserver : IBodyObserver
{
    private readonly LlmExchange _exchange;
    private readonly string? _encoding;
    private readonly StreamedAnswer? _streamed;
    private readonly PieceSplitter? _splitter;
    private readonly BodyCopy _body = new();
    private readonly long? _length;
    private long _passed;
    private bool _isOver;

    public ResponseObserver(LlmExchange exchange, WireFormat format, HttpResponseMessage response)
    {
        _exchange = exchange;
        var headers = response.Content.Headers;
        _encoding = headers.ContentEncoding.LastOrDefault();
        _length = headers.ContentLength;
        if (response.IsSuccessStatusCode && PieceKindOf(headers.ContentType?.MediaType) is { } isEventStream)
        {
            _streamed = format.NewStreamedAnswer();
            _splitter = new PieceSplitter(_streamed, isEventStream);
        }
    }

    public void Begins()
    {
    }

    public void Passes(ReadOnlySpan<byte> bytes)
    {
        // Whoever disposes while another thread reads must not find the answer half written.
        lock (_body)
        {
            if (!_isOver)
            {
                Take(bytes);
            }
        }
    }

    public void Ends() => Hand(new Outcome());

    public void IsAbandoned() => Hand(new Outcome { IsAbandoned = _streamed is not { IsComplete: true } && _passed != _length });

    public void Fails(Exception exception) => Hand(new Outcome { Exception = exception });

    private static bool? PieceKindOf(string? mediaType) => mediaType switch
    {
        "text/event-stream" => true,
        "application/x-ndjson" or "application/jsonl" or "application/x-jsonlines" => false,
        _ => null,
    };

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _passed += bytes.Length;
        try
        {
            if (_splitter is null || _encoding is not null)
            {
                _body.Add(bytes);
                return;
            }

            var isFirst = _streamed!.Pieces == 0;
            _splitter.Add(bytes);
            if (isFirst && _streamed.Pieces > 0)
            {
                _exchange.FirstPieceCame();
            }
        }
#pragma warning disable CA1031 // the traffic goes on, whatever we make of it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LlmExchange.Report(exception);
        }
    }

    private void Hand(Outcome outcome)
    {
        lock (_body)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
        }

        try
        {
            if (_encoding is not null)
            {
                ReadCompressed();
            }

            _splitter?.Complete();
            _exchange.Answered(outcome with { Streamed = _streamed, Body = _body, TooLong = _splitter?.TooLong ?? 0 });
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LlmExchange.Report(exception);
            _exchange.Answered(outcome);
        }
    }

    // The client asked for compressed bytes and reads them itself. What it left unread is missing here, too.
    private void ReadCompressed()
    {
        var compressed = new MemoryStream(_body.Bytes.ToArray());
        using Stream stream = _encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
            "br" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => compressed,
        };
        _body.Restart();
        var buffer = new byte[16 * 1024];
        while (stream.Read(buffer) is > 0 and var count)
        {
            _splitter?.Add(buffer.AsSpan(0, count));
            _body.Add(buffer.AsSpan(0, count));
        }
    }

    /// <summary>How reading an answer came to its end, and what was read.</summary>
    internal sealed record Outcome
    {
        public StreamedAnswer? Streamed { get; init; }

        public BodyCopy? Body { get; init; }

        /// <summary>Pieces that were left out, because they were too long.</summary>
        public int TooLong { get; init; }

        public Exception? Exception { get; init; }

        /// <summary>Whether the program stopped reading before the vendor had said all.</summary>
        public bool IsAbandoned { get; init; }

        /// <summary>What the answer is as one JSON value, or <see langword="null"/> when it is none.</summary>
        public ReadAnswer? Read() => Streamed is not null ? ReadAnswer.Of(Streamed) : Body is not null ? ReadAnswer.Of(Body) : null;
    }
}
