using System.CommandLine;
using MLflow.Tracing.Cli.Traces;
using MLflow.Tracing.Cli.Traces.Pushing;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Commands;

/// <summary><c>mlflow-tracing push</c>.</summary>
internal static class PushCommand
{
    private static readonly Argument<string?> s_store = new("STORE") { Description = "A folder store or a spool. Default: mlflow-traces.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> s_to = new("--to") { Description = "The server. Default: that of MLFLOW_TRACKING_URI.", HelpName = "URI" };
    private static readonly Option<string?> s_experiment = new("--experiment") { Description = "The experiment of all, in place of their own.", HelpName = "NAME" };
    private static readonly Option<string?> s_experimentId = new("--experiment-id") { Description = "The same by its id.", HelpName = "ID" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "Print warnings and errors only." };

    public static Command Create()
    {
        var command = new Command("push", "Delivers the traces of a folder to a server that it does not have yet.") { s_store, s_to, s_experiment, s_experimentId, s_quiet };
        command.Validators.Add(static result =>
        {
            if (result.GetResult(s_experiment) is not null && result.GetResult(s_experimentId) is not null)
            {
                result.AddError("--experiment and --experiment-id exclude each other.");
            }

            if (CatalogLocation.IsMeantBy(result.GetValue(s_experimentId)))
            {
                result.AddError("--experiment-id takes the id of an experiment: the place of a trace in Unity Catalog is settled when it begins.");
            }
        });

        // Ctrl+C is seen once the action has returned its task.
        command.SetAction(static (arguments, cancellationToken) => Task.Run(() => RunAsync(arguments, cancellationToken), CancellationToken.None));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = new PushOutput(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, arguments.GetValue(s_quiet));
        var folder = StoreFolder.Find(arguments.GetValue(s_store), out var problem);
        if (folder is null || !Directory.Exists(folder))
        {
            output.Tell(Messages.LineOf(problem ?? CommandTexts.NoStore(folder!)));
            return ExitCode.BadInput;
        }

        try
        {
            return await PushAsync(folder, arguments, output, cancellationToken);
        }
        catch (ArgumentException unusable)
        {
            output.Tell(Messages.LineOf(CommandTexts.UnusableServer(unusable.Message)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            output.Tell(Messages.LineOf(CommandTexts.NoNotes(refused.Message)));
        }

        return ExitCode.BadInput;
    }

    private static async Task<int> PushAsync(string folder, ParseResult arguments, PushOutput output, CancellationToken cancellationToken)
    {
        var diagnostics = new TracingDiagnostics { Output = null };
        diagnostics.Reported += diagnostic => output.Tell(Messages.LineOf(diagnostic));
        if (ServerIn(Settle(null, diagnostics).TrackingUri, out var problem) is not { } uri)
        {
            output.Tell(Messages.LineOf(problem!));
            return ExitCode.BadInput;
        }

        var filing = new PushFiling(arguments.GetValue(s_experiment), arguments.GetValue(s_experimentId));
        var plan = new PushPlan(uri, filing, OptionsFor, diagnostics, text => output.Tell(Messages.LineOf(text)));
        var sources = new List<IPushSource>();
        try
        {
            sources.AddRange(plan.SourcesIn(folder));
            using var exporters = new ServerExporters(uri, OptionsFor, diagnostics);
            var count = await output.ShowAsync(
                sources.Sum(static source => source.Left),
                onProgress => new PushRun(exporters, diagnostics, onProgress).ExecuteAsync(sources, cancellationToken));
            return cancellationToken.IsCancellationRequested ? ExitCode.Cancelled : count is { Refused: 0, Left: 0 } ? ExitCode.Done : ExitCode.PartlyFailed;
        }
        finally
        {
            sources.ForEach(static source => source.Dispose());
        }

        // The experiment is that of each trace, not of the environment. Where the options name a spool, what cannot be delivered counts as kept.
        MlflowOptions Settle(string? experimentName, TracingDiagnostics complaints) => ClientStartup.Settle(
            arguments.GetValue(s_to),
            options => (options.ExperimentName, options.ExperimentId, options.SpoolFolder) = (experimentName, null, folder),
            Environment.GetEnvironmentVariable,
            complaints);

        // What is wrong with the environment was said the first time.
        MlflowOptions OptionsFor(string? experimentName) => Settle(experimentName, new TracingDiagnostics { Output = null });
    }
    private static TrackingUri? ServerIn(string? text, out DiagnosticText? problem)
    {
        problem = null;
        var fault = "No server is named.";
        if (text is not null && TrackingUri.TryParse(text, out var uri, out fault))
        {
            if (uri.Kind != TrackingUriKind.Folder)
            {
                return uri;
            }

            fault = $"'{uri.Folder}' is a folder, and no server.";
        }

        problem = CommandTexts.NoServer(fault);
        return null;
    }
}
