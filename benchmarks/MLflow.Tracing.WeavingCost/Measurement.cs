namespace MLflow.Tracing.WeavingCost;

/// <summary>Medians over rounds of an unwoven, an idle and a woven build of one program, in turn, so that what else the machine does meets all alike.</summary>
/// <param name="Idle">Milliseconds that Fody takes in all with the weaver switched off.</param>
/// <param name="Woven">Milliseconds that Fody takes in all when everything is woven.</param>
/// <param name="WovenRatio">The second over the first, of the same round.</param>
/// <param name="BuildRatio">Woven build time over unwoven, of the same round.</param>
/// <param name="SizeRatio">Woven size over unwoven.</param>
/// <param name="BytesPerMethod">Bytes added for each method.</param>
/// <param name="StartUpAdded">Milliseconds that start-up takes longer.</param>
internal sealed record Measurement(double Idle, double Woven, double WovenRatio, double BuildRatio, double SizeRatio, double BytesPerMethod, double StartUpAdded)
{
    private const int Starts = 15;

    /// <summary>Generates, builds and runs.</summary>
    public static Measurement Of(int methods, int rounds)
    {
        using var project = new GeneratedProject(methods);
        project.Build(Weaving.On);
        var builds = Enumerable.Range(0, rounds).Select(_ => (Unwoven: project.Build(Weaving.None), Idle: project.Build(Weaving.Idle), Woven: project.Build(Weaving.On))).ToList();
        var woven = StartUp(project);
        project.Build(Weaving.None);
        var unwoven = StartUp(project);
        var added = builds[0].Woven.Bytes - builds[0].Unwoven.Bytes;
        return new Measurement(
            Median(builds.Select(round => round.Idle.FodyMilliseconds)),
            Median(builds.Select(round => round.Woven.FodyMilliseconds)),
            Median(builds.Select(round => round.Woven.FodyMilliseconds / round.Idle.FodyMilliseconds)),
            Median(builds.Select(round => round.Woven.Milliseconds / round.Unwoven.Milliseconds)),
            (double)builds[0].Woven.Bytes / builds[0].Unwoven.Bytes,
            (double)added / methods,
            woven - unwoven);
    }

    private static double StartUp(GeneratedProject project) => Median(Enumerable.Range(0, Starts).Select(_ => project.StartUp()));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
