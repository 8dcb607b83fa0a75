using System.Globalization;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver.Reporting;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>What <c>weave</c> prints: results to standard output, warnings and errors to standard error.</summary>
internal sealed class WeaveOutput(TextWriter output, TextWriter error, bool isQuiet)
{
    /// <summary>Tells of each assembly that was woven, of what went wrong, and how much was done.</summary>
    public void Tell(WeaveSummary summary)
    {
        Messages.Tell(error, summary.Problems);
        foreach (var outcome in summary.Outcomes)
        {
            foreach (var file in outcome.Files)
            {
                var path = PrintedPath.Of(file.Path);
                Messages.Tell(error, file.Report.Diagnostics, path);
                if (file.Assembly is not null || file.Report.Note is not null)
                {
                    Print($"{path}: {SummaryOf(file.Report)}");
                }
            }

            Messages.Tell(error, outcome.Problems);
        }

        if (summary.Outcomes.Count > 0)
        {
            var (methods, assemblies) = (summary.WovenMethods, summary.WovenAssemblies);
            Print(string.Create(CultureInfo.InvariantCulture, $"{(summary.IsDryRun ? "Would weave" : "Wove")} {methods} method{(methods == 1 ? "" : "s")} in {assemblies} {(assemblies == 1 ? "assembly" : "assemblies")}."));
        }
    }

    private static string SummaryOf(WeavingReport report) => report.Summary(reportFile: null)["MLflow.Tracing: ".Length..];

    private void Print(string line)
    {
        if (!isQuiet)
        {
            output.WriteLine(line);
        }
    }
}
