using System.Diagnostics;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>A web application in a process of its own, asked to end as a container's manager asks: by SIGTERM.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];

    private ServiceProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>What it said so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<(ServiceProcess Service, string Address)> StartAsync(string program, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(start);
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return (service, await service._address.Task.WaitAsync(s_limit));
    }

    /// <summary>Asks it to end and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        var asked = await ProcessRun.StartAsync("kill", Environment.CurrentDirectory, ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.AreEqual(0, asked.ExitCode, asked.ToString());
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The service ended before it listened. It said:\n{Output}"));
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var start)
        {
            _address.TrySetResult(line[(start + Announcement.Length)..]);
        }
    }
}
