using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>OTLP's <c>ExportTraceServiceResponse</c>: what a receiver rejected of a request that it took, as protobuf or as JSON.</summary>
internal static class OtlpTraceResponse
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <summary>Reads the answer. One that is something else counts as a plain yes: the specification does not oblige a receiver to say anything.</summary>
    public static (long Rejected, string Message) Read(ServerReply reply)
    {
        if (reply.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            return ReadJson(reply.Json?["partialSuccess"] as JObject ?? []);
        }

        try
        {
            return Field(new ArraySegment<byte>(reply.Content), 1).Bytes is { } partialSuccess
                ? ((long)Field(partialSuccess, 1).Number, Field(partialSuccess, 2).Bytes is { } text ? Encoding.UTF8.GetString(text.Array!, text.Offset, text.Count) : string.Empty)
                : (0, string.Empty);
        }
        catch (FormatException)
        {
            return (0, string.Empty);
        }
    }

    // 64-bit numbers are texts in the JSON of protobuf.
    private static (long Rejected, string Message) ReadJson(JObject partialSuccess)
        => (long.TryParse(partialSuccess["rejectedSpans"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var rejected) ? rejected : 0,
            partialSuccess["errorMessage"]?.ToString() ?? string.Empty);

    /// <summary>The last field of that number in a message, as protobuf has it.</summary>
    /// <exception cref="FormatException">It is no message.</exception>
    private static (ulong Number, ArraySegment<byte>? Bytes) Field(ArraySegment<byte> message, int wanted)
    {
        (ulong Number, ArraySegment<byte>? Bytes) found = default;
        for (var position = 0; position < message.Count;)
        {
            var tag = ReadVarint(message, ref position);
            var (number, length) = (tag & 7) switch
            {
                Varint => (ReadVarint(message, ref position), 0UL),
                Fixed64 => (0UL, 8UL),
                LengthDelimited => (0UL, ReadVarint(message, ref position)),
                Fixed32 => (0UL, 4UL),
                _ => throw new FormatException(),
            };
            if (length > (ulong)(message.Count - position))
            {
                throw new FormatException();
            }

            if (tag >> 3 == (ulong)wanted)
            {
                found = (number, (tag & 7) == LengthDelimited ? new ArraySegment<byte>(message.Array!, message.Offset + position, (int)length) : (ArraySegment<byte>?)null);
            }

            position += (int)length;
        }

        return found;
    }

    private static ulong ReadVarint(ArraySegment<byte> message, ref int position)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && position < message.Count; shift += 7)
        {
            var next = message.Array![message.Offset + position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException();
    }
}
