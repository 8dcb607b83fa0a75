using System.Diagnostics;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>A program that was started, ran to its end and said something.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>dotnet</c>, with no setting of MLflow's or of a build around us in its environment but the given ones.</summary>
    public static Task<ProcessRun> DotnetAsync(string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
        => StartAsync("dotnet", directory, arguments, environment);

    /// <summary>Runs any program, likewise.</summary>
    public static async Task<ProcessRun> StartAsync(string program, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(Start(program, directory, arguments, environment))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end. It said:\n{await output}\n{await error}");
        }

        return new ProcessRun(process.ExitCode, await output, await error);
    }

    /// <summary>How a program is started likewise.</summary>
    public static ProcessStartInfo Start(string program, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfOurSurroundings).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public override string ToString() => $"exit code {ExitCode}\n--- standard output\n{Output}\n--- standard error\n{Error}";

    private static bool IsOfOurSurroundings(string name)
        => name.StartsWith("MLFLOW", StringComparison.OrdinalIgnoreCase) || name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase);
}
