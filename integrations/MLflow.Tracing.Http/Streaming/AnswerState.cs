namespace MLflow.Tracing.Http.Streaming;

/// <summary>What the parts of one streamed answer share: how much of it may still be kept, and what its last piece did.</summary>
/// <param name="maxTextBytes">Bytes of text that are kept.</param>
internal sealed class AnswerState(int maxTextBytes)
{
    /// <summary>Members and elements: more than any answer has that comes to an end.</summary>
    private const int MaxParts = 10_000;

    /// <summary>Bytes of values that do not grow.</summary>
    private const int MaxValueBytes = 16 << 20;

    private int _textBytes;
    private int _valueBytes;
    private int _parts;

    /// <summary>Learns from the piece that is being read.</summary>
    public RepeatedPiece Repeated { get; } = new();

    /// <summary>Whether something of the answer was left out for lack of room.</summary>
    public bool IsFull { get; private set; }

    public bool HasRoomForText(int bytes) => HasRoom(ref _textBytes, bytes, maxTextBytes);

    /// <param name="bytes">Those of a value, less those of the value in whose place it comes.</param>
    public bool HasRoomForValue(int bytes) => HasRoom(ref _valueBytes, bytes, MaxValueBytes);

    public bool HasRoomForPart() => HasRoom(ref _parts, 1, MaxParts);

    private bool HasRoom(ref int taken, int more, int limit)
    {
        if (taken + (long)more > limit)
        {
            IsFull = true;
            return false;
        }

        taken += more;
        return true;
    }
}
