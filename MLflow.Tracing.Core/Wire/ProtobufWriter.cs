using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Writes protobuf fields into a growing buffer, which comes from the shared pool and may go back to it (<see cref="Recycle"/>). Room for the length of a nested message is left before it, so that
/// only one whose length turns out to take more or fewer bytes has to move.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int MaxVarintLength = 10;
    private const int FirstBytes = 64 * 1024;

    /// <summary>As many characters take no more bytes than one byte can count.</summary>
    private const int MaxShortText = 127 / 3;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;

    /// <summary>The bytes written so far.</summary>
    public int Length => _length;

    public ArraySegment<byte> Written => new(_buffer, 0, _length);

    /// <summary>Gives a buffer back that nobody reads any more.</summary>
    /// <param name="written">What <see cref="Written"/> was.</param>
    public static void Recycle(ArraySegment<byte> written) => ArrayPool<byte>.Shared.Return(written.Array!);

    /// <summary>Begins a nested message.</summary>
    /// <param name="field">The field that holds it.</param>
    /// <param name="lengthBytes">How many bytes its length is going to take: 1 up to 127, 2 up to 16,383.</param>
    /// <returns>What <see cref="EndMessage"/> needs.</returns>
    public int StartMessage(int field, int lengthBytes = 1)
    {
        Reserve((2 * MaxVarintLength) + lengthBytes);
        WriteTag(field, LengthDelimited);
        _length += lengthBytes;
        return _length;
    }

    /// <summary>Puts the length in front of the message.</summary>
    /// <param name="start">What <see cref="StartMessage"/> returned.</param>
    /// <param name="lengthBytes">The same as there.</param>
    public void EndMessage(int start, int lengthBytes = 1)
    {
        var length = _length - start;
        var prefix = VarintLength((uint)length);
        if (prefix != lengthBytes)
        {
            Reserve(MaxVarintLength);
            Buffer.BlockCopy(_buffer, start, _buffer, start + prefix - lengthBytes, length);
        }

        _length = start - lengthBytes;
        WriteVarint((uint)length);
        _length += length;
    }

    /// <summary>Forgets what was written after the buffer had this <see cref="Length"/>.</summary>
    public void Rewind(int length) => _length = length;

    public void WriteString(int field, string value) => WriteString(field, value, 0, value.Length);

    /// <summary>Writes a part of a text.</summary>
    public void WriteString(int field, string text, int start, int count)
    {
        if (count <= MaxShortText)
        {
            Reserve((2 * MaxVarintLength) + (3 * count));
            WriteTag(field, LengthDelimited);
            var length = Encode(text, start, count, _length + 1);
            _buffer[_length] = (byte)length;
            _length += length + 1;
        }
        else
        {
            var length = MeasuredBytes(text, start, count);
            Reserve((2 * MaxVarintLength) + length);
            WriteTag(field, LengthDelimited);
            WriteVarint((uint)length);
            _length += Encode(text, start, count, _length);
        }
    }

    /// <summary>Writes the bytes of an id, see <see cref="WireId.Write"/>.</summary>
    public void WriteId(int field, string id)
    {
        var start = StartMessage(field);
        Reserve(id.Length);
        _length += WireId.Write(id, _buffer, start);
        EndMessage(start);
    }

    /// <summary>Writes fields that are encoded already.</summary>
    public void WriteEncoded(byte[] fields)
    {
        Reserve(fields.Length);
        fields.AsSpan().CopyTo(_buffer.AsSpan(_length));
        _length += fields.Length;
    }

    public void WriteInt64(int field, long value)
    {
        Reserve(2 * MaxVarintLength);
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
    }

    public void WriteBool(int field, bool value) => WriteInt64(field, value ? 1 : 0);

    public void WriteFixed64(int field, long value)
    {
        Reserve(MaxVarintLength + sizeof(long));
        WriteTag(field, Fixed64);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(long);
    }

    public void WriteDouble(int field, double value) => WriteFixed64(field, BitConverter.DoubleToInt64Bits(value));

#if NET
    private static int MeasuredBytes(string text, int start, int count) => Encoding.UTF8.GetByteCount(text.AsSpan(start, count));

    // Most texts are ASCII, and cost half as much as such.
    private int Encode(string text, int start, int count, int at)
    {
        var characters = text.AsSpan(start, count);
        return Ascii.FromUtf16(characters, _buffer.AsSpan(at), out var written) == OperationStatus.Done ? written : Encoding.UTF8.GetBytes(characters, _buffer.AsSpan(at));
    }
#else
    private static int MeasuredBytes(string text, int start, int count) => Encoding.UTF8.GetByteCount(text.Substring(start, count));

    private int Encode(string text, int start, int count, int at) => Encoding.UTF8.GetBytes(text, start, count, _buffer, at);
#endif

    private void WriteTag(int field, int wireType) => WriteVarint((uint)((field << 3) | wireType));

    /// <summary>Room has been reserved.</summary>
    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    private static int VarintLength(uint value)
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
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max((long)_length + count, Math.Min(2L * _buffer.Length, int.MaxValue / 2))));
        Buffer.BlockCopy(_buffer, 0, larger, 0, _length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
