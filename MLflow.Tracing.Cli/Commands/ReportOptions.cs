using System.CommandLine;
using MLflow.Tracing.Cli.Reports;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>The options that ask for reports a program can read.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string?> _report = new("--report") { Description = "Write what was decided about each method as JSON.", HelpName = "FILE" };
    private readonly Option<string?> _sarif = new("--sarif") { Description = "Write warnings and errors as SARIF 2.1.0.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the report in place of lines." };

    public void AddTo(Command command)
    {
        command.Add(_report);
        command.Add(_sarif);
        command.Add(_json);
    }

    public bool IsJsonPrinted(ParseResult arguments) => arguments.GetValue(_json);

    /// <summary>Opens the files, before anything is done that they are to tell of.</summary>
    /// <returns>Why one of them cannot be written; <see langword="null"/> when they can.</returns>
    public WeaverDiagnostic? TryOpen(ParseResult arguments, OpenReports reports)
    {
        if (IsJsonPrinted(arguments))
        {
            reports.Add(arguments.InvocationConfiguration.Output, static (summary, exitCode, output) => StandardOutput.Write(output, text => WeaveReport.Write(summary, exitCode, text)));
        }

        return reports.TryOpen(arguments.GetValue(_report), WeaveReport.Write) ?? reports.TryOpen(arguments.GetValue(_sarif), SarifLog.Write);
    }
}
