using System.Globalization;
using BenchmarkDotNet.Reports;

namespace MLflow.Tracing.Benchmarks;

/// <summary>The measured ratios beside their limits, as Markdown.</summary>
internal static class BudgetTable
{
    /// <summary>A difference smaller than this share of the baseline cannot be told from noise.</summary>
    private const double Noise = 0.05;

    public static string Of(IEnumerable<Summary> summaries)
    {
        var reports = summaries
            .SelectMany(summary => summary.Reports)
            .Where(report => report.ResultStatistics is not null)
            .ToDictionary(NameOf, StringComparer.Ordinal);
        IEnumerable<string> lines = Budget.All
            .Where(budget => reports.ContainsKey(budget.Subject) && reports.ContainsKey(budget.Reference))
            .Select(budget => LineOf(budget, reports));
        return $"""
            | case | measured | must | aim | woven | reference | woven allocates |
            |---|---|---|---|---|---|---|
            {string.Join('\n', lines)}
            """;
    }

    private static string LineOf(Budget budget, Dictionary<string, BenchmarkReport> reports)
    {
        var subject = MedianNs(reports[budget.Subject]);
        var reference = MedianNs(reports[budget.Reference]);
        var baseline = budget.Baseline.Length > 0 ? MedianNs(reports[budget.Baseline]) : 0;
        var ratio = RatioOf(subject - baseline, reference - baseline, baseline);
        var allocated = reports[budget.Subject].GcStats.GetBytesAllocatedPerOperation(reports[budget.Subject].BenchmarkCase);
        var added = baseline > 0 ? string.Create(CultureInfo.InvariantCulture, $" (unwoven {baseline:0.00})") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {budget.Case} | **{ratio}** | {Limit(budget.Must)} | {Limit(budget.Aim)} | {subject:0.00} ns{added} | {reference:0.00} ns | {allocated} B |");
    }

    private static string RatioOf(double subject, double reference, double baseline)
        => reference < baseline * Noise
            ? "within noise"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, subject) / reference:0.00} ×");

    private static string Limit(double limit)
        => double.IsNaN(limit) ? "–" : string.Create(CultureInfo.InvariantCulture, $"≤ {limit:0.00} ×");

    private static double MedianNs(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static string NameOf(BenchmarkReport report)
    {
        var name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
        return report.BenchmarkCase.HasParameters ? $"{name} {report.BenchmarkCase.Parameters.Items[0].Value}" : name;
    }
}
