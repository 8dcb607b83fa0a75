using System.CommandLine;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>What <c>weave</c> is told on the command line, as requests.</summary>
internal sealed class WeaveOptions
{
    private readonly PathArgument _paths = new();
    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<string?> _trackingUri = new("--tracking-uri") { Description = "Where traces go unless the environment says otherwise.", HelpName = "URI" };
    private readonly Option<string?> _experiment = new("--experiment") { Description = "The experiment they are filed under.", HelpName = "NAME" };
    private readonly Option<bool> _llmCalls = new("--trace-llm-calls") { Description = "Trace the calls of language models that programs make." };
    private readonly Option<string?> _out = new("--out") { Description = "Weave a copy in this folder. Default: in place.", HelpName = "DIR" };
    private readonly Option<string?> _backup = new("--backup") { Description = "Keep the files that are replaced here.", HelpName = "DIR" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and change nothing." };
    private readonly Option<bool> _verify = new("--verify") { Description = "Check what was woven, and write it only if nothing is found." };
    private readonly Option<bool> _failIfNone = new("--fail-if-none") { Description = "Exit with 1 when nothing is woven." };
    private readonly Option<string[]> _key = new("--key") { Description = "Signs the assemblies that were signed with it.", HelpName = "FILE.snk" };
    private readonly Option<bool> _keepMvid = new("--keep-mvid") { Description = "Keep the module version ids." };
    private readonly Option<bool> _upgrade = new("--upgrade-dependencies") { Description = "Replace assemblies that the tracing library needs in a newer version." };
    private readonly Option<int> _parallel = new("--parallel") { Description = "How many assemblies at a time.", HelpName = "N", DefaultValueFactory = static _ => Environment.ProcessorCount };

    public void AddTo(Command command)
    {
        _paths.AddTo(command);
        _configuration.AddTo(command);
        Option[] options = [_trackingUri, _experiment, _llmCalls, _out, _backup, _dryRun, _verify, _failIfNone, _key, _keepMvid, _upgrade, _parallel];
        Array.ForEach(options, command.Add);
        _parallel.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--parallel takes a number from 1.");
            }
        });
    }

    public bool IsDryRun(ParseResult arguments) => arguments.GetValue(_dryRun);

    public bool FailsIfNone(ParseResult arguments) => arguments.GetValue(_failIfNone);

    /// <summary>What to do. A copy that is asked for is made here.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="problems">Receives an error for everything that makes no sense; nothing is to be woven then.</param>
    public IReadOnlyList<WeaveRequest> Read(ParseResult arguments, List<WeaverDiagnostic> problems)
    {
        var configuration = _configuration.Read(arguments, problems, arguments.GetValue(_trackingUri), arguments.GetValue(_experiment), arguments.GetValue(_llmCalls));
        var keys = (arguments.GetValue(_key) ?? []).Select(file => KeyIn(file, problems)).OfType<StrongNameKey>().ToList();
        var inputs = _paths.Read(arguments, problems).ToList();
        if (problems.Exists(static problem => problem.Severity == DiagnosticSeverity.Error))
        {
            return [];
        }

        if (arguments.GetValue(_out) is { } copy && !IsDryRun(arguments))
        {
            inputs = [.. inputs.Select(input => FolderCopy.TryMake(copy, input.Root, input.Files, problems))];
        }

        return
        [
            .. inputs.Select(input => new WeaveRequest(input.Root, input.Files, configuration)
            {
                Writing = new WritingOptions { KeepsMvid = arguments.GetValue(_keepMvid), Keys = keys },
                Backup = arguments.GetValue(_backup) is { } backup ? Path.GetFullPath(backup) : null,
                IsDryRun = IsDryRun(arguments),
                Verifies = arguments.GetValue(_verify),
                UpgradesDependencies = arguments.GetValue(_upgrade),
                AtOnce = arguments.GetValue(_parallel),
            }),
        ];
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
