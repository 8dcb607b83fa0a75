using System.Globalization;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>What <c>weave</c> prints: results to standard output, warnings and errors, in the form of a compiler's, to standard error.</summary>
internal sealed class WeaveOutput(TextWriter output, TextWriter error, bool isQuiet, bool isDryRun)
{
    /// <summary>Tells of each assembly that was woven, and of what went wrong.</summary>
    public void Tell(WeaveRequest request, WeaveOutcome outcome)
    {
        foreach (var file in outcome.Files)
        {
            var path = Path.GetRelativePath(request.Root, file.Path);
            Tell(file.Result.Diagnostics, path);
            if (file.Assembly is not null || file.Result.Report.Note is not null)
            {
                Print($"{path}: {SummaryOf(file)}");
            }
        }

        Tell(outcome.Problems);
    }

    public void Tell(IEnumerable<WeaverDiagnostic> diagnostics, string? path = null)
    {
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.File ?? path ?? "mlflow-tracing";
            var line = diagnostic.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({diagnostic.Line},{Math.Max(1, diagnostic.Column)})") : "";
            if (diagnostic.Severity != DiagnosticSeverity.Information)
            {
                error.WriteLine($"{place}{line}: {(diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Id}: {diagnostic.Message}");
            }
        }
    }

    public void TellSum(int assemblies, int methods)
        => Print(string.Create(CultureInfo.InvariantCulture, $"{(isDryRun ? "Would weave" : "Wove")} {methods} method{(methods == 1 ? "" : "s")} in {assemblies} {(assemblies == 1 ? "assembly" : "assemblies")}."));

    private static string SummaryOf(WovenFile file) => file.Result.Report.Summary(reportFile: null)["MLflow.Tracing: ".Length..];

    private void Print(string line)
    {
        if (!isQuiet)
        {
            output.WriteLine(line);
        }
    }
}
