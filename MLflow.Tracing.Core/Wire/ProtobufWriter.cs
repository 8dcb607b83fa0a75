using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>Writes protobuf fields into a growing buffer. Nested messages get their length when they end, so that they need no second pass.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int MaxVarintLength = 10;

    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>The bytes written so far.</summary>
    public int Length => _length;

    public ArraySegment<byte> Written => new(_buffer, 0, _length);

    /// <summary>Begins a nested message.</summary>
    /// <returns>What <see cref="EndMessage"/> needs.</returns>
    public int StartMessage(int field)
    {
        WriteTag(field, LengthDelimited);
        return _length;
    }

    /// <summary>Puts the length in front of the message. The bytes move by 1 to 5 places: cheaper than measuring first.</summary>
    public void EndMessage(int start)
    {
        var length = _length - start;
        var prefix = VarintLength((ulong)length);
        Reserve(prefix);
        Buffer.BlockCopy(_buffer, start, _buffer, start + prefix, length);
        _length = start;
        WriteVarint((ulong)length);
        _length += length;
    }

    /// <summary>Forgets what was written after the buffer had this <see cref="Length"/>.</summary>
    public void Rewind(int length) => _length = length;

    public void WriteString(int field, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteTag(field, LengthDelimited);
        WriteVarint((ulong)length);
        Reserve(length);
        _length += Encoding.UTF8.GetBytes(value, 0, value.Length, _buffer, _length);
    }

    public void WriteBytes(int field, byte[] value)
    {
        WriteTag(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        Reserve(value.Length);
        Buffer.BlockCopy(value, 0, _buffer, _length, value.Length);
        _length += value.Length;
    }

    public void WriteInt64(int field, long value)
    {
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
    }

    public void WriteBool(int field, bool value) => WriteInt64(field, value ? 1 : 0);

    public void WriteFixed64(int field, long value)
    {
        WriteTag(field, Fixed64);
        Reserve(sizeof(long));
        for (var shift = 0; shift < 64; shift += 8)
        {
            _buffer[_length++] = (byte)(value >> shift);
        }
    }

    public void WriteDouble(int field, double value) => WriteFixed64(field, BitConverter.DoubleToInt64Bits(value));

    private void WriteTag(int field, int wireType) => WriteVarint((ulong)((field << 3) | wireType));

    private void WriteVarint(ulong value)
    {
        Reserve(MaxVarintLength);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    private static int VarintLength(ulong value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
        {
            length++;
        }

        return length;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, checked((int)Math.Max((long)_length + count, Math.Min(2L * _buffer.Length, int.MaxValue / 2))));
        }
    }
}
