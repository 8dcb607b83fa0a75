using System.Diagnostics;

namespace MLflow.Tracing.Recording;

/// <summary>
/// The two clocks. A trace reads the wall clock once, when its root starts; all its spans read the monotonic clock, as a distance from there.
/// </summary>
internal static class SpanClock
{
    private const long UnixEpochTicks = 621_355_968_000_000_000;
    private const int NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>A monotonic reading, in units of <see cref="Stopwatch.Frequency"/>.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>A wall-clock reading: nanoseconds since the Unix epoch.</summary>
    public static long UnixNsNow => ToUnixNs(DateTime.UtcNow);

    /// <summary>A time as nanoseconds since the Unix epoch.</summary>
    public static long ToUnixNs(DateTime utc) => (utc.Ticks - UnixEpochTicks) * NanosecondsPerTick;

    /// <summary>Nanoseconds since the Unix epoch as a time, in ticks of 100 ns.</summary>
    public static DateTimeOffset ToUtc(long unixNs) => new(UnixEpochTicks + (unixNs / NanosecondsPerTick), TimeSpan.Zero);

    /// <summary>A distance of monotonic readings in nanoseconds.</summary>
    public static long ToNanoseconds(long timestamps)
        => Stopwatch.Frequency == NanosecondsPerSecond
            ? timestamps
            : (long)(timestamps * ((double)NanosecondsPerSecond / Stopwatch.Frequency));

    /// <summary>A time span as a distance of monotonic readings.</summary>
    public static long FromTimeSpan(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
