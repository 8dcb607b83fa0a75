using System.Buffers;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>Splits a body into the pieces in it. The body comes in parts that may begin and end anywhere.</summary>
/// <param name="reader">Takes the pieces.</param>
internal abstract class PieceSplitter(IPieceReader reader)
{
    /// <summary>A piece with more bytes is left out.</summary>
    private const int Limit = 16 << 20;

    private readonly ArrayBufferWriter<byte> _piece = new();
    private bool _isTooLong;

    /// <summary>Pieces that were longer than can be kept.</summary>
    public int TooLong { get; private set; }

    /// <summary>Whether nothing has come of the piece that comes next.</summary>
    protected bool IsAtStart => _piece.WrittenCount == 0;

    public abstract void Add(ReadOnlySpan<byte> bytes);

    /// <summary>The body has ended: what is left is a last piece, or as much as came of it.</summary>
    public abstract void Complete();

    /// <summary>Adds to the piece.</summary>
    protected void Keep(ReadOnlySpan<byte> bytes)
    {
        if (HasRoom(_piece, bytes))
        {
            _piece.Write(bytes);
        }
    }

    /// <summary>The piece is whole.</summary>
    protected void Dispatch()
    {
        if (_isTooLong)
        {
            TooLong++;
        }
        else if (_piece.WrittenCount > 0)
        {
            reader.Read(_piece.WrittenSpan);
        }

        _isTooLong = false;
        _piece.ResetWrittenCount();
    }

    /// <summary>Whether a part of a piece may grow. If not, the piece is left out.</summary>
    protected bool HasRoom(ArrayBufferWriter<byte> part, ReadOnlySpan<byte> more)
    {
        if (part.WrittenCount + more.Length > Limit)
        {
            _isTooLong = true;
            part.ResetWrittenCount();
            return false;
        }

        return !more.IsEmpty;
    }
}
