using System.Globalization;

namespace MLflow.Tracing.Export;

/// <summary>The files of a folder store: <c>traces-UTC-PID-RANDOM.jsonl</c>, readable by their owner only, for what they hold may be private.</summary>
internal static class FolderStoreFile
{
    /// <summary>Which files of a folder belong to the store.</summary>
    public const string Pattern = "*.jsonl";

    private const int BufferBytes = 64 * 1024;
    private const int Unbuffered = 1;

    /// <summary>Opens a new file for one writer; creates the folder if need be.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not create it.</exception>
    public static FileStream Create(string folder)
    {
        CreateFolder(folder);
        return Open(NewPath(folder), FileMode.CreateNew);
    }

    /// <summary>The path of a file that no other writer has.</summary>
    public static string NewPath(string folder) => Path.Combine(folder, NewName());

    /// <summary>Opens a file for one writer; others may read it meanwhile.</summary>
    public static FileStream Open(string path, FileMode mode) => Open(path, mode, FileAccess.Write, FileShare.Read, BufferBytes);

    /// <summary>Opens a file that nobody else can open meanwhile. Each write goes to the system at once.</summary>
    public static FileStream OpenAlone(string path, FileMode mode) => Open(path, mode, FileAccess.ReadWrite, FileShare.None, Unbuffered);

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

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferBytes) => new(path, mode, access, share, bufferBytes);
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

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferBytes)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = bufferBytes,
        };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
#endif
}
