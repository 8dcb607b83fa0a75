using System.Buffers;

namespace MLflow.Tracing.Http.Observation;

/// <summary>A copy of a body as far as it went over the wire, up to a limit.</summary>
internal sealed class BodyCopy
{
    /// <summary>Bytes; of a longer body nothing is kept but its length.</summary>
    private const int Limit = 16 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public long Length { get; private set; }

    public bool IsComplete => Length <= Limit;

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (!IsComplete)
        {
            _bytes.Clear();
        }
        else if (!bytes.IsEmpty)
        {
            _bytes.Write(bytes);
        }
    }

    /// <summary>A body that is sent again begins anew.</summary>
    public void Restart()
    {
        Length = 0;
        _bytes.ResetWrittenCount();
    }
}
