using System.CommandLine;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary><c>mlflow-tracing weave</c>.</summary>
internal static class WeaveCommand
{
    private static readonly Argument<string[]> s_paths = new("PATH") { Description = "Folders, assemblies, or patterns such as 'publish/**/Contoso.*.dll'.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> s_config = new("--config") { Description = "Rules as in a build.", HelpName = "FodyWeavers.xml" };
    private static readonly Option<string[]> s_include = new("--include") { Description = "Methods to trace: NAMESPACE, or NAMESPACE:TYPE:METHOD.", HelpName = "RULE" };
    private static readonly Option<string[]> s_exclude = new("--exclude") { Description = "Methods to leave out.", HelpName = "RULE" };
    private static readonly Option<string?> s_out = new("--out") { Description = "Weave a copy in this folder. Default: in place.", HelpName = "DIR" };
    private static readonly Option<string?> s_backup = new("--backup") { Description = "Keep the files that are replaced here.", HelpName = "DIR" };
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Say what would be done, and write nothing." };
    private static readonly Option<bool> s_failIfNone = new("--fail-if-none") { Description = "Exit with 1 when nothing is woven." };
    private static readonly Option<string?> s_trackingUri = new("--tracking-uri") { Description = "Where traces go unless the environment says otherwise.", HelpName = "URI" };
    private static readonly Option<string?> s_experiment = new("--experiment") { Description = "The experiment they are filed under.", HelpName = "NAME" };
    private static readonly Option<string[]> s_key = new("--key") { Description = "Signs the assemblies that were signed with it.", HelpName = "FILE.snk" };
    private static readonly Option<bool> s_keepMvid = new("--keep-mvid") { Description = "Keep the module version ids." };
    private static readonly Option<bool> s_upgrade = new("--upgrade-dependencies") { Description = "Replace assemblies that the tracing library needs in a newer version." };
    private static readonly Option<int> s_parallel = new("--parallel") { Description = "How many assemblies at a time.", HelpName = "N", DefaultValueFactory = static _ => Environment.ProcessorCount };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "Print warnings and errors only." };

    public static Command Create()
    {
        var command = new Command("weave", "Adds tracing to compiled assemblies, and to their folder what they need to run.")
        {
            s_paths, s_config, s_include, s_exclude, s_out, s_backup, s_dryRun, s_failIfNone, s_trackingUri, s_experiment, s_key, s_keepMvid, s_upgrade, s_parallel, s_quiet,
        };
        s_parallel.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--parallel takes a number from 1.");
            }
        });
        command.SetAction(static (arguments, cancellationToken) => Task.FromResult(Run(arguments, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = new WeaveOutput(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, arguments.GetValue(s_quiet), arguments.GetValue(s_dryRun));
        var problems = new List<WeaverDiagnostic>();
        var requests = RequestsOf(arguments, problems);
        output.Tell(problems);
        if (problems.Exists(static problem => problem.Severity == DiagnosticSeverity.Error))
        {
            return ExitCode.BadInput;
        }

        var outcomes = new List<WeaveOutcome>();
        try
        {
            foreach (var request in requests)
            {
                var outcome = WeaveRun.Execute(request, cancellationToken);
                output.Tell(request, outcome);
                outcomes.Add(outcome);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }

        var woven = outcomes.Sum(static outcome => outcome.Woven.Count());
        output.TellSum(woven, outcomes.Sum(static outcome => outcome.Woven.Sum(static file => file.Result.Woven.Count)));
        return outcomes.Exists(static outcome => outcome.HasErrors) ? woven > 0 ? ExitCode.PartlyFailed : ExitCode.BadInput
            : woven == 0 && arguments.GetValue(s_failIfNone) ? ExitCode.NothingMatched
            : ExitCode.Done;
    }

    private static List<WeaveRequest> RequestsOf(ParseResult arguments, List<WeaverDiagnostic> problems)
    {
        var configuration = new RequestedConfiguration(
            arguments.GetValue(s_config), arguments.GetValue(s_include) ?? [], arguments.GetValue(s_exclude) ?? [], arguments.GetValue(s_trackingUri), arguments.GetValue(s_experiment)).Overlay(problems);
        var keys = (arguments.GetValue(s_key) ?? []).Select(file => KeyIn(file, problems)).OfType<StrongNameKey>().ToList();
        var requests = new List<WeaveRequest>();
        foreach (var path in arguments.GetValue(s_paths)!)
        {
            if (InputFiles.Expand(path) is not { } input)
            {
                problems.Add(CommandTexts.NoSuchPath(path).AtNoPlace());
                continue;
            }

            var (root, files) = arguments.GetValue(s_out) is { } copy && problems.Count == 0 && !arguments.GetValue(s_dryRun) ? CopyTo(copy, input.Root, input.Files, problems) : input;
            requests.Add(new WeaveRequest(root, files, configuration)
            {
                Writing = new WritingOptions { KeepsMvid = arguments.GetValue(s_keepMvid), Keys = keys },
                Backup = arguments.GetValue(s_backup) is { } backup ? Path.GetFullPath(backup) : null,
                IsDryRun = arguments.GetValue(s_dryRun),
                UpgradesDependencies = arguments.GetValue(s_upgrade),
                AtOnce = arguments.GetValue(s_parallel),
            });
        }

        return requests;
    }

    private static (string Root, IReadOnlyList<string> Files) CopyTo(string folder, string root, IReadOnlyList<string> files, List<WeaverDiagnostic> problems)
    {
        var copy = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            if (FolderCopy.IsWithin(copy, root) || FolderCopy.IsWithin(root, copy))
            {
                throw new IOException($"'{folder}' and '{root}' lie in each other.");
            }

            FolderCopy.Make(root, copy);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add(CommandTexts.NotWritten(refused.Message).At(folder));
        }

        return (copy, [.. files.Select(file => Path.Combine(copy, Path.GetRelativePath(root, file)))]);
    }

    private static StrongNameKey? KeyIn(string file, List<WeaverDiagnostic> problems)
    {
        var key = File.Exists(file) ? StrongNameKey.TryParse(File.ReadAllBytes(file)) : null;
        if (key is null)
        {
            problems.Add(CommandTexts.NoKey(file).AtNoPlace());
        }

        return key;
    }
}
