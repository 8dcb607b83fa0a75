using System.Globalization;

namespace MLflow.Tracing.Wire;

/// <summary>The W3C header <c>traceparent</c>: <c>version-traceid-parentid-flags</c>, in lower-case hexadecimal digits.</summary>
/// <param name="TraceIdHigh">The first half of the trace's id.</param>
/// <param name="TraceIdLow">The second half.</param>
/// <param name="SpanId">The caller's span; never 0.</param>
/// <param name="IsRecorded">The flag <c>sampled</c>: whether the caller records the trace.</param>
internal readonly record struct TraceParent(ulong TraceIdHigh, ulong TraceIdLow, ulong SpanId, bool IsRecorded)
{
    public const string HeaderName = "traceparent";

    private const int TraceIdStart = 3;
    private const int SpanIdStart = 36;
    private const int FlagsStart = 53;
    private const int Length = 55;
    private const int SampledFlag = 1;

    /// <summary>Reads a header's value. Of a version that is not known yet, the part that all versions share counts, as W3C wants it.</summary>
    public static bool TryParse(string text, out TraceParent parent)
    {
        parent = default;
        text = text.Trim(' ', '\t');
        if (!HasShape(text))
        {
            return false;
        }

        parent = new TraceParent(
            Hex(text, TraceIdStart, 16),
            Hex(text, TraceIdStart + 16, 16),
            Hex(text, SpanIdStart, 16),
            (Hex(text, FlagsStart, 2) & SampledFlag) != 0);
        return (parent.TraceIdHigh | parent.TraceIdLow) != 0 && parent.SpanId != 0;
    }

    /// <summary>The header's value, in version 00.</summary>
    public override string ToString()
        => string.Format(CultureInfo.InvariantCulture, "00-{0:x16}{1:x16}-{2:x16}-{3:x2}", TraceIdHigh, TraceIdLow, SpanId, IsRecorded ? SampledFlag : 0);

    private static bool HasShape(string text)
    {
        if (text.Length < Length || text.StartsWith("ff", StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = 0; i < Length; i++)
        {
            var isDash = i is TraceIdStart - 1 or SpanIdStart - 1 or FlagsStart - 1;
            if (isDash ? text[i] != '-' : text[i] is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        // Version 00 ends here; what a later one adds begins with a dash.
        return text.Length == Length || (text[Length] == '-' && !text.StartsWith("00", StringComparison.Ordinal));
    }

    private static ulong Hex(string text, int start, int length)
    {
        var value = 0UL;
        for (var i = start; i < start + length; i++)
        {
            value = (value << 4) | (uint)(text[i] <= '9' ? text[i] - '0' : text[i] - 'a' + 10);
        }

        return value;
    }
}
