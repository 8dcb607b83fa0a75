using MLflow.Tracing.Cli.Traces.Pushing;
using Spectre.Console;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>What <c>push</c> prints: the count to standard output; what went wrong, and a bar where a terminal can show it, to standard error.</summary>
internal sealed class PushOutput
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _isQuiet;
    private readonly IAnsiConsole? _terminal;
    private readonly object _gate = new();

    public PushOutput(TextWriter output, TextWriter error, bool isQuiet)
    {
        _output = output;
        _error = error;
        _isQuiet = isQuiet;
        _terminal = isQuiet || Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
    }

    /// <summary>Prints a line about something that went wrong, above the bar if there is one.</summary>
    public void Tell(string line)
    {
        lock (_gate)
        {
            if (_terminal is null)
            {
                _error.WriteLine(line);
            }
            else
            {
                _terminal.WriteLine(line);
            }
        }
    }

    /// <summary>Runs a push, shows how far it is, and says at the end what became of the traces.</summary>
    /// <param name="total">How many traces there are.</param>
    /// <param name="push">The push; gets what is to be told how far it is.</param>
    public async Task<PushCount> ShowAsync(int total, Func<Action<PushCount>, Task<PushCount>> push)
    {
        var count = _terminal is null
            ? await push(static _ => { })
            : await _terminal.Progress().AutoClear(true).StartAsync(async progress =>
            {
                var bar = progress.AddTask("Delivering", maxValue: total);
                return await push(count => bar.Value = total - count.Left);
            });
        if (!_isQuiet)
        {
            _output.WriteLine(count);
        }

        return count;
    }
}
