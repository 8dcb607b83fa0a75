namespace MLflow.Tracing.DeliveryCost;

/// <summary>How often something is done in a second of this process's processor time, which other programs do not take away as they take wall-clock time.</summary>
internal static class Rate
{
    /// <summary>Medians of several cases measured in turn, so that what else the machine does meets all alike.</summary>
    /// <param name="rounds">How many times each.</param>
    /// <param name="cases">Each does a piece of work and returns how many things it did.</param>
    public static async Task<double[]> OfAsync(int rounds, params Func<Task<int>>[] cases)
    {
        var rates = cases.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                var rate = await OnceAsync(cases[i], TimeSpan.FromSeconds(round < 0 ? 3 : 1));
                if (round >= 0)
                {
                    rates[i].Add(rate);
                }
            }
        }

        return [.. rates.Select(Median)];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static async Task<double> OnceAsync(Func<Task<int>> work, TimeSpan time)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var done = 0;
        var used = TimeSpan.Zero;
        while (used < time)
        {
            done += await work();
            used = Environment.CpuUsage.TotalTime - before;
        }

        return done / used.TotalSeconds;
    }
}
