using System.CommandLine;
using MLflow.Tracing.Cli.Inspection;
using MLflow.Tracing.Cli.Reports;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Cli.Commands;

/// <summary><c>mlflow-tracing inspect</c>.</summary>
internal sealed class InspectCommand
{
    private readonly PathArgument _paths = new();
    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, as when the output is no terminal." };
    private readonly Option<bool> _table = new("--table") { Description = "Print tables, as on a terminal." };

    public static Command Create()
    {
        var inspect = new InspectCommand();
        var command = new Command("inspect", "Tells what is woven in assemblies, and what rules would weave and why not the rest.");
        inspect._paths.AddTo(command);
        inspect._configuration.AddTo(command);
        command.Add(inspect._json);
        command.Add(inspect._table);
        // On another thread: Ctrl+C is listened to once the action has returned a task.
        command.SetAction((arguments, cancellationToken) => Task.Run(() => inspect.Run(arguments, cancellationToken), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var problems = new List<WeaverDiagnostic>();
        var configuration = _configuration.IsAnyIn(arguments) ? _configuration.Read(arguments, problems) : null;
        var inputs = _paths.Read(arguments, problems).ToList();
        var assemblies = new List<InspectedAssembly>();
        if (!HasErrors(problems))
        {
            try
            {
                foreach (var (root, files) in inputs)
                {
                    var outcome = InspectionRun.Execute(root, files, configuration, cancellationToken);
                    assemblies.AddRange(outcome.Assemblies);
                    problems.AddRange(outcome.Problems);
                }
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Cancelled;
            }
        }

        Messages.Tell(arguments.InvocationConfiguration.Error, problems);
        Print(assemblies, problems, arguments);
        return !HasErrors(problems) ? ExitCode.Done : assemblies.Count > 0 ? ExitCode.PartlyFailed : ExitCode.BadInput;
    }

    private void Print(List<InspectedAssembly> assemblies, List<WeaverDiagnostic> problems, ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(_json) || (Console.IsOutputRedirected && !arguments.GetValue(_table)))
        {
            StandardOutput.Write(output, text => InspectionReport.Write(assemblies, problems, text));
        }
        else
        {
            new InspectionTables(output).Print(assemblies);
        }
    }

    private static bool HasErrors(List<WeaverDiagnostic> problems) => problems.Exists(static problem => problem.Severity == DiagnosticSeverity.Error);
}
