using System.Diagnostics;
using Spectre.Console;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>A bar for what takes long, on a terminal.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Does the work, and shows how far it has come once it takes longer than a second. It is gone in the end, and never there when standard error is no terminal.</summary>
    public static TResult Show<TResult>(string label, bool isHidden, Func<IProgress<(int Done, int Total)>?, TResult> work)
    {
        if (isHidden || Console.IsErrorRedirected)
        {
            return work(null);
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar(label, context)));
    }

    private sealed class Bar(string label, ProgressContext context) : IProgress<(int Done, int Total)>
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly object _gate = new();
        private ProgressTask? _task;

        public void Report((int Done, int Total) value)
        {
            lock (_gate)
            {
                if (_clock.Elapsed > s_patience)
                {
                    _task ??= context.AddTask(label);
                    _task.MaxValue = value.Total;
                    _task.Value = Math.Max(_task.Value, value.Done);
                }
            }
        }
    }
}
