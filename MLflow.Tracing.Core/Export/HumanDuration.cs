using System.Globalization;

namespace MLflow.Tracing.Export;

/// <summary>Durations for people: three digits and the unit that fits.</summary>
internal static class HumanDuration
{
    private const double NsPerUs = 1e3;
    private const double NsPerMs = 1e6;
    private const double NsPerSecond = 1e9;

    /// <summary>For example <c>13.2 ms</c>.</summary>
    /// <param name="ns">Nanoseconds.</param>
    /// <param name="microsecond">How the unit can be written here.</param>
    public static string Of(long ns, string microsecond) => ns switch
    {
        < 1_000_000 => Text(ns / NsPerUs, microsecond),
        < 1_000_000_000 => Text(ns / NsPerMs, "ms"),
        _ => Text(ns / NsPerSecond, "s"),
    };

    private static string Text(double number, string unit)
    {
        var format = number < 10 ? "0.##" : number < 100 ? "0.#" : "0";
        return $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }
}
