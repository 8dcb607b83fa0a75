using System.Buffers;

namespace MLflow.Tracing.Http.Observation;

/// <summary>A buffer that grows, of arrays that are borrowed.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int AtLeast = 4096;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoomFor(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = ([], 0);
    }

    private void MakeRoomFor(int size)
    {
        var needed = _length + Math.Max(size, AtLeast);
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
            Written.Span.CopyTo(larger);
            (_buffer, var old) = (larger, _buffer);
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
