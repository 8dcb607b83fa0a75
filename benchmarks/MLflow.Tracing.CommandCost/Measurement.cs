using System.Diagnostics;

namespace MLflow.Tracing.CommandCost;

/// <summary>What one run of the command took.</summary>
/// <param name="Seconds">From the start of the process to its end.</param>
/// <param name="Megabytes">The most memory that it had at a time.</param>
internal sealed record Measurement(double Seconds, double Megabytes)
{
    private const double BytesPerMegabyte = 1024 * 1024;

    /// <summary>The median of several runs, each on the folder that <paramref name="folder"/> makes.</summary>
    public static Measurement Of(int rounds, Func<PublishedFolder> folder, Func<string, string[]> arguments)
    {
        var runs = Enumerable.Range(0, rounds).Select(_ =>
        {
            using var subject = folder();
            return Run(arguments(subject.Path));
        }).ToList();
        return new Measurement(Median(runs.Select(static run => run.Seconds)), Median(runs.Select(static run => run.Megabytes)));
    }

    private static Measurement Run(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuildMetadata.Command, .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            peak = Math.Max(peak, PeakOf(process));
        }

        var elapsed = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? new Measurement(elapsed, peak / BytesPerMegabyte) : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{output.Result}");
    }

    // Nobody tells it once the process has ended.
    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            return 0;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
