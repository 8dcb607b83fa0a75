using System.Globalization;

namespace MLflow.Tracing.Wire;

/// <summary>Times as protobuf's JSON has them (protocol 2.2): RFC 3339 in UTC, and seconds with an <c>s</c>. Nanoseconds survive both ways.</summary>
internal static class WireTime
{
    private const long NsPerSecond = 1_000_000_000;
    private const int NsDigits = 9;

    /// <summary>For example <c>2026-11-22T21:19:16.707Z</c>, with 0, 3, 6 or 9 decimals.</summary>
    /// <param name="unixNs">Nanoseconds since the Unix epoch.</param>
    public static string Timestamp(long unixNs)
    {
        Split(unixNs, out var seconds, out var ns);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + Fraction(ns) + "Z";
    }

    /// <summary>For example <c>0.013s</c>, with 0, 3, 6 or 9 decimals.</summary>
    /// <param name="durationNs">Nanoseconds, not negative.</param>
    public static string Duration(long durationNs)
    {
        Split(durationNs, out var seconds, out var ns);
        return seconds.ToString(CultureInfo.InvariantCulture) + Fraction(ns) + "s";
    }

    /// <summary>Reads what <see cref="Timestamp"/> writes, and any other RFC 3339 time.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static long ParseTimestamp(string text)
    {
        var dot = text.IndexOf('.');
        var end = dot < 0 ? 0 : dot + 1;
        while (dot >= 0 && end < text.Length && char.IsDigit(text[end]))
        {
            end++;
        }

        var whole = dot < 0 ? text : text.Remove(dot, end - dot);
        var seconds = DateTimeOffset.Parse(whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
        return checked((seconds * NsPerSecond) + (dot < 0 ? 0 : ParseFraction(text.Substring(dot + 1, end - dot - 1))));
    }

    /// <summary>Reads what <see cref="Duration"/> writes.</summary>
    /// <exception cref="FormatException">It is not a duration.</exception>
    public static long ParseDuration(string text)
    {
        if (text.Length == 0 || text[text.Length - 1] != 's')
        {
            throw new FormatException($"'{text}' is not a duration in seconds.");
        }

        var parts = text.Substring(0, text.Length - 1).Split('.');
        var seconds = long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return checked((seconds * NsPerSecond) + (parts.Length == 1 ? 0 : ParseFraction(parts[1])));
    }

    private static void Split(long totalNs, out long seconds, out long ns)
    {
        seconds = totalNs / NsPerSecond;
        ns = totalNs % NsPerSecond;
        if (ns < 0)
        {
            seconds--;
            ns += NsPerSecond;
        }
    }

    private static string Fraction(long ns) => ns switch
    {
        0 => string.Empty,
        _ when ns % 1_000_000 == 0 => "." + (ns / 1_000_000).ToString("D3", CultureInfo.InvariantCulture),
        _ when ns % 1_000 == 0 => "." + (ns / 1_000).ToString("D6", CultureInfo.InvariantCulture),
        _ => "." + ns.ToString("D9", CultureInfo.InvariantCulture),
    };

    private static long ParseFraction(string digits)
    {
        var ns = digits.Length > NsDigits ? digits.Remove(NsDigits) : digits.PadRight(NsDigits, '0');
        return long.Parse(ns, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
