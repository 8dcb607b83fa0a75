using System.Diagnostics;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Command;

/// <summary>A disk in memory. Who may not mount one does not run the test, and is told so.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <param name="size">As the option of <c>mount</c>: <c>512k</c>, <c>16m</c>.</param>
    public static SmallDisk Mount(string size)
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path) is { Length: > 0 } refusal)
        {
            disk._folder.Dispose();
            Assert.Inconclusive($"This user may not mount a tmpfs: {refusal}");
        }

        return disk;
    }

    /// <summary>From now on nothing can be written, whoever tries.</summary>
    public void MakeReadOnly() => Assert.AreEqual("", Run("mount", "-o", "remount,ro", Path));

    public void Dispose()
    {
        Assert.AreEqual("", Run("umount", Path));
        _folder.Dispose();
    }

    // What it complains of; nothing when it did it.
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}: {error}";
    }
}
