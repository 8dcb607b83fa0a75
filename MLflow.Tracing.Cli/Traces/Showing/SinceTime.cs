using System.Globalization;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>
/// A time as <c>--since</c> takes it: a date with or without time and offset (local time without one), or how long ago it was, in seconds, minutes, hours, days or weeks
/// (<c>90s</c>, <c>15m</c>, <c>2h</c>, <c>3d</c>, <c>1w</c>).
/// </summary>
internal static class SinceTime
{
    private static readonly string[] s_forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm", "yyyy-MM-dd' 'HH:mm:ss"];

    /// <returns><see langword="null"/> when the text is neither.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
        => DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : text.Length > 1
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && SecondsOf(text[^1]) is { } seconds
            && (now - DateTimeOffset.UnixEpoch).TotalSeconds > (double)count * seconds ? now.AddSeconds(-(double)count * seconds)
        : null;

    private static int? SecondsOf(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => null,
    };
}
