namespace MLflow.Tracing.WeavingCost;

/// <summary>Medians over pairs of an unwoven and a woven build of one program.</summary>
/// <param name="Fody">Milliseconds that Fody took in all.</param>
/// <param name="BuildRatio">Woven build time over unwoven.</param>
/// <param name="SizeRatio">Woven size over unwoven.</param>
/// <param name="BytesPerMethod">Bytes added for each method.</param>
/// <param name="StartUpAdded">Milliseconds that start-up takes longer.</param>
internal sealed record Measurement(double Fody, double BuildRatio, double SizeRatio, double BytesPerMethod, double StartUpAdded)
{
    private const int Starts = 15;

    /// <summary>Generates, builds and runs.</summary>
    public static Measurement Of(int methods, string weaver, int pairs)
    {
        using var project = new GeneratedProject(methods, weaver);
        project.Build(isWoven: true);
        var builds = Enumerable.Range(0, pairs).Select(_ => (Unwoven: project.Build(isWoven: false), Woven: project.Build(isWoven: true))).ToList();
        var woven = Median(Enumerable.Range(0, Starts).Select(_ => project.StartUp()));
        project.Build(isWoven: false);
        var unwoven = Median(Enumerable.Range(0, Starts).Select(_ => project.StartUp()));
        var (first, second) = builds[0];
        return new Measurement(
            Median(builds.Select(pair => pair.Woven.FodyMilliseconds)),
            Median(builds.Select(pair => pair.Woven.Milliseconds / pair.Unwoven.Milliseconds)),
            (double)second.Bytes / first.Bytes,
            (double)(second.Bytes - first.Bytes) / methods,
            woven - unwoven);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
