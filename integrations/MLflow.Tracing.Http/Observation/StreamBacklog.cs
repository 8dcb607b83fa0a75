using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using MLflow.Tracing.Http.Streaming;

namespace MLflow.Tracing.Http.Observation;

/// <summary>
/// The bytes of a stream, as they came. They are taken apart later, when the span is read, so that whoever reads the stream waits for a copy of them and for nothing else. Of a long stream they are taken apart
/// in the background before they take too much memory.
/// </summary>
/// <param name="answer">What they make up.</param>
/// <param name="splitter">Splits them into the pieces of the answer.</param>
internal sealed class StreamBacklog(StreamedAnswer answer, PieceSplitter splitter) : IThreadPoolWorkItem
{
    private const int FirstSegmentBytes = 4 * 1024;
    private const int SegmentBytes = 64 * 1024;

    /// <summary>With more bytes than this the background begins.</summary>
    private const int UnhurriedBytes = 4 << 20;

    /// <summary>With more bytes than this the background has no time, and whoever reads the stream helps.</summary>
    private const int MaxBytes = 16 << 20;

    private const int MaxStrayCharacters = 16 * 1024;

    private readonly ConcurrentQueue<ArraySegment<byte>> _full = new();
    private readonly object _reading = new();
    private readonly StringBuilder _stray = new();
    private ArraySegment<byte> _segment = ArraySegment<byte>.Empty;
    private int _written;
    private long _heldBytes;
    private int _isScheduled;

    /// <summary>Bytes that have not been taken apart.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    /// <summary>Pieces that were left out, because they were too long.</summary>
    public int TooLong => splitter.TooLong;

    /// <summary>The beginning of a body in which there is no piece at all.</summary>
    public string Stray => _stray.ToString();

    /// <summary>Keeps bytes. One thread at a time.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_written == _segment.Count)
            {
                NextSegment();
            }

            var part = bytes[..Math.Min(bytes.Length, _segment.Count - _written)];
            part.CopyTo(_segment.AsSpan(_written));
            _written += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Takes apart what has not been; nothing is added any more.</summary>
    public void Complete()
    {
        lock (_reading)
        {
            HandOver();
            ReadFull();
            splitter.Complete();
        }
    }

    /// <summary>Gives the memory back; nothing is added any more.</summary>
    public void Discard()
    {
        HandOver();
        while (_full.TryDequeue(out var segment))
        {
            Return(segment);
        }
    }

    /// <summary>In the background.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _isScheduled, 0);
        try
        {
            ReadFull();
        }
#pragma warning disable CA1031 // nobody is there to catch it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LlmExchange.Report(exception);
        }
    }

    private void NextSegment()
    {
        var bytes = Math.Clamp(_segment.Count * 2, FirstSegmentBytes, SegmentBytes);
        HandOver();
        _segment = new ArraySegment<byte>(ArrayPool<byte>.Shared.Rent(bytes), 0, bytes);
        var held = Interlocked.Add(ref _heldBytes, bytes);
        if (held > MaxBytes)
        {
            ReadFull();
        }
        else if (held > UnhurriedBytes && Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void HandOver()
    {
        if (_segment.Count > 0)
        {
            Interlocked.Add(ref _heldBytes, _written - _segment.Count);
            _full.Enqueue(new ArraySegment<byte>(_segment.Array!, 0, _written));
        }

        (_segment, _written) = (ArraySegment<byte>.Empty, 0);
    }

    private void ReadFull()
    {
        lock (_reading)
        {
            while (_full.TryDequeue(out var segment))
            {
                splitter.Add(segment);
                if (answer.Pieces == 0 && _stray.Length < MaxStrayCharacters)
                {
                    _stray.Append(Encoding.UTF8.GetString(segment));
                }

                Return(segment);
            }
        }
    }

    private void Return(ArraySegment<byte> segment)
    {
        Interlocked.Add(ref _heldBytes, -segment.Count);
        ArrayPool<byte>.Shared.Return(segment.Array!);
    }
}
