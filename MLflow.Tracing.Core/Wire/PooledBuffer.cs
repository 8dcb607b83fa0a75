using System.Buffers;

namespace MLflow.Tracing.Wire;

/// <summary>Bytes one after the other, in an array of the shared pool that grows as needed.</summary>
/// <remarks>Not thread-safe. Whoever holds its bytes must not dispose of it.</remarks>
internal sealed class PooledBuffer : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);

    public int Length { get; private set; }

    public ArraySegment<byte> Written => new(_bytes, 0, Length);

    /// <summary>An array with room for so many bytes from <see cref="Length"/> on; <see cref="Advance"/> says how many were used.</summary>
    public byte[] Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Grow(bytes);
        }

        return _bytes;
    }

    public void Advance(int bytes) => Length += bytes;

    public void Add(byte value)
    {
        Reserve(1)[Length] = value;
        Length++;
    }

    /// <summary>Forgets what was written after it had this <see cref="Length"/>.</summary>
    public void Rewind(int length) => Length = length;

    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _bytes, []));

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max((long)Length + bytes, Math.Min(2L * _bytes.Length, int.MaxValue / 2))));
        Buffer.BlockCopy(_bytes, 0, larger, 0, Length);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
