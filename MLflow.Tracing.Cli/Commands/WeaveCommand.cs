using System.CommandLine;
using MLflow.Tracing.Cli.Reports;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary><c>mlflow-tracing weave</c>.</summary>
internal sealed class WeaveCommand
{
    private readonly WeaveOptions _options = new();
    private readonly ReportOptions _reports = new();
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print warnings and errors only." };

    public static Command Create()
    {
        var weave = new WeaveCommand();
        var command = new Command("weave", "Adds tracing to compiled assemblies, and to their folder what they need to run.");
        weave._options.AddTo(command);
        weave._reports.AddTo(command);
        command.Add(weave._quiet);
        // On another thread: Ctrl+C is listened to once the action has returned a task.
        command.SetAction((arguments, cancellationToken) => Task.Run(() => weave.Run(arguments, cancellationToken), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var isQuiet = arguments.GetValue(_quiet) || _reports.IsJsonPrinted(arguments);
        var output = new WeaveOutput(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, isQuiet);
        using var reports = new OpenReports();
        if (_reports.TryOpen(arguments, reports) is { } refusal)
        {
            Messages.Tell(arguments.InvocationConfiguration.Error, [refusal]);
            return ExitCode.BadInput;
        }

        try
        {
            var summary = Weave(arguments, isQuiet, cancellationToken);
            var exitCode = summary.ExitCodeOf(_options.FailsIfNone(arguments));
            output.Tell(summary);
            reports.Write(summary, exitCode);
            return exitCode;
        }
        catch (OperationCanceledException)
        {
            arguments.InvocationConfiguration.Error.WriteLine(Messages.LineOf(CommandTexts.Stopped()));
            return ExitCode.Cancelled;
        }
    }

    private WeaveSummary Weave(ParseResult arguments, bool isQuiet, CancellationToken cancellationToken)
    {
        var problems = new List<WeaverDiagnostic>();
        var requests = _options.Read(arguments, problems);
        if (problems.Exists(static problem => problem.Severity == DiagnosticSeverity.Error))
        {
            requests = [];
        }

        var outcomes = ProgressBar.Show("Weaving", isHidden: isQuiet, progress => requests.Select(request => WeaveRun.Execute(request with { Progress = progress }, cancellationToken)).ToList());
        return new WeaveSummary(problems, outcomes, _options.IsDryRun(arguments));
    }
}
