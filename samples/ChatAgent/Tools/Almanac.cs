namespace ChatAgent.Tools;

/// <summary>What is known of cities.</summary>
public static class Almanac
{
    private static readonly Dictionary<string, string> s_weather = new(StringComparer.OrdinalIgnoreCase) { ["Zürich"] = "sunny", ["Bergen"] = "rain" };

    public static string WeatherIn(string city) => s_weather.GetValueOrDefault(city, "unknown");
}
