using System.Globalization;

namespace MLflow.Tracing.Export;

/// <summary>The files of a folder store: <c>traces-UTC-PID-RANDOM.jsonl</c>, readable by their owner only, for what they hold may be private.</summary>
internal static class FolderStoreFile
{
    /// <summary>Which files of a folder belong to the store.</summary>
    public const string Pattern = "*.jsonl";

    private const int BufferBytes = 64 * 1024;

    /// <summary>Opens a new file for one writer; creates the folder if need be.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not create it.</exception>
    public static FileStream Create(string folder)
    {
        CreateFolder(folder);
        return Open(Path.Combine(folder, NewName()), FileMode.CreateNew);
    }

    private static string NewName() => string.Format(
        CultureInfo.InvariantCulture,
        "traces-{0:yyyyMMdd'T'HHmmssfff'Z'}-{1}-{2}.jsonl",
        DateTime.UtcNow,
        ProcessId(),
        Guid.NewGuid().ToString("N").Substring(0, 8));

#if NETSTANDARD2_0
    private static int ProcessId()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Id;
    }

    // On this target the rights are those that the folder passes on.
    public static void CreateFolder(string folder) => Directory.CreateDirectory(folder);

    public static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.Write, FileShare.Read, BufferBytes);
#else
    private static int ProcessId() => Environment.ProcessId;

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = BufferBytes,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
#endif
}
