using System.IO.Compression;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Http.Streaming;

namespace MLflow.Tracing.Http.Observation;

/// <summary>Keeps an answer as it passes, and ends the span when it ends, fails, or nobody reads on. What it says is worked out afterwards.</summary>
internal sealed class ResponseObserver : IBodyObserver
{
    private readonly object _lock = new();
    private readonly LiveSpan _span;
    private readonly string? _encoding;
    private readonly long? _length;
    private readonly BodyCopy? _compressed;
    private readonly BodyCopy _body;
    private readonly StreamBacklog? _backlog;
    private long _passed;
    private bool _hasBegun;
    private bool _isOver;
    private bool _isLeft;

    public ResponseObserver(LiveSpan span, LlmEndpoint endpoint, HttpResponseMessage response)
    {
        _span = span;
        var headers = response.Content.Headers;
        var mediaType = headers.ContentType?.MediaType;
        _length = headers.ContentLength;
        _encoding = headers.ContentEncoding.LastOrDefault();
        _compressed = _encoding is null ? null : new BodyCopy(mediaType);
        _body = new BodyCopy(mediaType);
        if (response.IsSuccessStatusCode)
        {
            var pieces = endpoint.Format.NewStreamedAnswer(span.Policy.MaxStreamedCharacters);
            if (SplitterOf(mediaType, endpoint, pieces) is { } splitter)
            {
                Streamed = pieces;
                _backlog = new StreamBacklog(pieces, splitter);
            }
        }
    }

    /// <summary>What the pieces make up; <see langword="null"/> when the answer came in one.</summary>
    public StreamedAnswer? Streamed { get; }

    /// <summary>An answer that is not streamed.</summary>
    public BodyCopy Body => _body;

    /// <summary>The beginning of a streamed answer that has no piece in it.</summary>
    public string Stray => _backlog?.Stray ?? "";

    /// <summary>Pieces that were left out, because they were too long.</summary>
    public int TooLong => _backlog?.TooLong ?? 0;

    /// <summary>Whether it failed while it was read, which the span says already.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the program stopped reading before the vendor had said all.</summary>
    public bool IsAbandoned => _isLeft && Streamed is not { IsComplete: true } && _passed != _length;

    /// <summary>Bytes that are kept.</summary>
    public long HeldBytes => (_compressed?.HeldBytes ?? 0) + _body.HeldBytes + (_backlog?.HeldBytes ?? 0);

    public void Begins()
    {
    }

    public void Passes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var hasBegun = false;

            // Whoever disposes while another thread reads must not find the answer half kept.
            lock (_lock)
            {
                if (!_isOver)
                {
                    _passed += bytes.Length;
                    hasBegun = Begins(bytes);
                    Keep(bytes);
                }
            }

            // Without the lock: whoever reads the span holds the span's, and waits for this one.
            if (hasBegun)
            {
                _span.AddEvent("first chunk");
            }
        }
#pragma warning disable CA1031 // the traffic goes on, whatever we make of it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LlmExchange.Report(exception);
        }
    }

    public void Ends() => End(isLeft: false, exception: null);

    public void IsLeft() => End(isLeft: true, exception: null);

    /// <summary>Nobody has the response any more. What the end of a span calls has no place on the finalizer's thread.</summary>
    public void IsForgotten() => ThreadPool.UnsafeQueueUserWorkItem(static observer => observer.IsLeft(), this, preferLocal: false);

    public void Fails(Exception exception) => End(isLeft: false, exception);

    /// <summary>Takes nothing more, and works out what has come.</summary>
    public void Read()
    {
        Close();
        if (_compressed is not null)
        {
            Decompress();
        }

        _backlog?.Complete();
    }

    /// <summary>Takes nothing more, and lets go of what has come.</summary>
    public void Discard()
    {
        Close();
        _backlog?.Discard();
    }

    private static PieceSplitter? SplitterOf(string? mediaType, LlmEndpoint endpoint, IPieceReader reader) => mediaType switch
    {
        "text/event-stream" => new LineSplitter(reader, isEventStream: true),
        "application/x-ndjson" or "application/jsonl" or "application/x-jsonlines" => new LineSplitter(reader, isEventStream: false),
        "application/json" when endpoint.StreamsList => new ListSplitter(reader),
        _ => null,
    };

    // What comes before the first piece, if anything does, keeps the connection alive.
    private bool Begins(ReadOnlySpan<byte> bytes)
    {
        if (_hasBegun || _backlog is null || !(_encoding is not null || bytes.Contains((byte)'{')))
        {
            return false;
        }

        _hasBegun = true;
        return true;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_compressed is not null)
        {
            _compressed.Add(bytes);
        }
        else
        {
            KeepPlain(bytes);
        }
    }

    private void KeepPlain(ReadOnlySpan<byte> bytes)
    {
        if (_backlog is not null)
        {
            _backlog.Add(bytes);
        }
        else
        {
            _body.Add(bytes);
        }
    }

    private void End(bool isLeft, Exception? exception)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            (_isOver, _isLeft, HasFailed) = (true, isLeft, exception is not null);
        }

        if (exception is not null)
        {
            _span.RecordException(exception);
        }

        _span.End();
    }

    private void Close()
    {
        lock (_lock)
        {
            _isOver = true;
        }
    }

    // The client asked for compressed bytes and reads them itself. What it left unread is missing here, too.
    private void Decompress()
    {
        var compressed = new MemoryStream(_compressed!.Bytes.ToArray());
        using Stream stream = _encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
            "br" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => compressed,
        };
        var buffer = new byte[16 * 1024];
        try
        {
            while (stream.Read(buffer) is > 0 and var count)
            {
                KeepPlain(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // not what the headers say, or not all of it: what could be read is shown
            _ = exception;
        }
    }
}
