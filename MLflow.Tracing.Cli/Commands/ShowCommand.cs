using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLflow.Tracing.Cli.Traces;
using MLflow.Tracing.Cli.Traces.Showing;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary><c>mlflow-tracing show</c>.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string?> s_store = new("STORE") { Description = "Default: the folder of MLFLOW_TRACKING_URI, or mlflow-traces.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> s_id = new("--id") { Description = "Traces whose id begins so.", HelpName = "ID" };
    private static readonly Option<bool> s_tree = new("--tree") { Description = "Draw the spans of each trace." };
    private static readonly Option<string?> s_status = new("--status") { Description = "Traces that ended so.", HelpName = "ok|error|in_progress" };
    private static readonly Option<string?> s_name = new("--name") { Description = "Traces of that name; * stands for any text.", HelpName = "PATTERN" };
    private static readonly Option<DateTimeOffset?> s_since = new("--since") { Description = "Begun since: 15m, 2h, 3d, or an ISO time.", HelpName = "TIME", CustomParser = ParseTime };
    private static readonly Option<string?> s_session = new("--session") { Description = "Traces of that session.", HelpName = "ID" };
    private static readonly Option<int?> s_slow = new("--slow") { Description = "The N slowest, the slowest first.", HelpName = "N" };
    private static readonly Option<int?> s_limit = new("--limit") { Description = "The N newest.", HelpName = "N" };
    private static readonly Option<bool> s_follow = new("--follow") { Description = "Go on as traces are stored, until Ctrl+C." };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON Lines, as they are stored." };

    public static Command Create()
    {
        s_status.AcceptOnlyFromAmong("ok", "error", "in_progress");
        s_slow.Validators.Add(AtLeastOne);
        s_limit.Validators.Add(AtLeastOne);
        var command = new Command("show", "Shows the traces of a folder.") { s_store, s_id, s_tree, s_status, s_name, s_since, s_session, s_slow, s_limit, s_follow, s_json };
        command.Validators.Add(static result => RefuseBoth(result, s_tree, s_json));
        command.Validators.Add(static result => RefuseBoth(result, s_slow, s_follow));
        command.Validators.Add(static result => RefuseBoth(result, s_slow, s_limit));

        // Ctrl+C is seen once the action has returned its task.
        command.SetAction(static (arguments, cancellationToken) => Task.Run(() => RunAsync(arguments, cancellationToken), CancellationToken.None));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var isFollowing = arguments.GetValue(s_follow);
        var folder = StoreFolder.Find(arguments.GetValue(s_store), out var problem);
        if (folder is null || !(isFollowing || Directory.Exists(folder)))
        {
            error.WriteLine(Messages.LineOf(problem ?? CommandTexts.NoStore(folder!)));
            return ExitCode.BadInput;
        }

        if (!Directory.Exists(folder))
        {
            error.WriteLine($"mlflow-tracing: waiting for '{folder}', which no program has made yet.");
        }

        Action<SkippedLine> onSkipped = skipped => error.WriteLine(Messages.LineOf(skipped.Complaint));
        var run = new ShowRun(new StoreIndex(folder, onSkipped), SelectionOf(arguments), ViewOf(arguments, output, onSkipped));
        try
        {
            if (isFollowing)
            {
                await run.FollowAsync(cancellationToken);
            }
            else
            {
                run.ShowStored(cancellationToken);
            }

            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return isFollowing ? ExitCode.Done : ExitCode.Cancelled;
        }
    }

    private static TraceSelection SelectionOf(ParseResult arguments) => new()
    {
        Id = arguments.GetValue(s_id)?.TrimEnd('…', '.'),
        State = arguments.GetValue(s_status) switch
        {
            "ok" => TraceState.Ok,
            "error" => TraceState.Error,
            "in_progress" => TraceState.InProgress,
            _ => null,
        },
        Name = arguments.GetValue(s_name),
        Since = arguments.GetValue(s_since),
        Session = arguments.GetValue(s_session),
        Slow = arguments.GetValue(s_slow),
        Limit = arguments.GetValue(s_limit),
    };

    private static ITraceView ViewOf(ParseResult arguments, TextWriter output, Action<SkippedLine> onSkipped)
    {
        var style = TreeStyle.OfConsole();
        return arguments.GetValue(s_json) ? new JsonView(output, onSkipped)
            : arguments.GetValue(s_tree) ? new TreeView(output, style, onSkipped)
            : new TableView(output, style, TableWidth(style), isOpen: arguments.GetValue(s_follow));
    }

    /// <summary>A pipe takes lines of any length, unless <c>COLUMNS</c> says otherwise.</summary>
    private static int? TableWidth(TreeStyle style)
        => int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) ? columns
        : Console.IsOutputRedirected ? null
        : style.Width;

    private static DateTimeOffset? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var time = SinceTime.Parse(text, DateTimeOffset.UtcNow);
        if (time is null)
        {
            result.AddError($"--since takes a duration such as 15m, 2h or 3d, or a time such as 2026-11-22T21:19, and not '{text}'.");
        }

        return time;
    }

    private static void AtLeastOne(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() < 1)
        {
            result.AddError($"{result.Option.Name} takes a number from 1.");
        }
    }

    private static void RefuseBoth(CommandResult result, Option one, Option other)
    {
        if (result.GetResult(one) is not null && result.GetResult(other) is not null)
        {
            result.AddError($"{one.Name} and {other.Name} exclude each other.");
        }
    }
}
