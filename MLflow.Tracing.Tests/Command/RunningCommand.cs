using System.Diagnostics;
using System.Text;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Command;

/// <summary>A command that is at work, until it is interrupted.</summary>
internal sealed class RunningCommand : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();

    public RunningCommand(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Reads what it prints up to the line that holds a text.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(s_limit) is { } line)
        {
            _output.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new AssertFailedException($"It ended, and has not said '{text}':\n{_output}\n{await _error}");
    }

    /// <summary>Does what Ctrl+C does, and waits for the end.</summary>
    public async Task<ProcessRun> InterruptAsync()
    {
        using (var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        _output.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_limit));
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        return new ProcessRun(_process.ExitCode, _output.ToString(), await _error);
    }

    /// <summary>Ends it without notice, if it is still at work.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
