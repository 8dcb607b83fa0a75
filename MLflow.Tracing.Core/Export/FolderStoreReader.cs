using Newtonsoft.Json;

namespace MLflow.Tracing.Export;

/// <summary>Reads what <see cref="FolderStoreExporter"/> wrote, while it still writes if need be.</summary>
internal static class FolderStoreReader
{
    /// <summary>
    /// The traces of every file in the folder, files in order of their names (which begin with the time they were opened), lines as
    /// they stand. Read lazily: one trace is in memory at a time.
    /// </summary>
    /// <param name="folder">The store; a folder that does not exist holds no trace.</param>
    /// <param name="onSkipped">Gets every line that is no trace: the last one of a process that was killed, for example.</param>
    public static IEnumerable<StoredTrace> Read(string folder, Action<SkippedLine> onSkipped)
        => Directory.Exists(folder)
            ? Directory.GetFiles(folder, FolderStoreFile.Pattern).OrderBy(file => file, StringComparer.Ordinal).SelectMany(file => ReadFile(file, onSkipped))
            : [];

    /// <summary>The traces of one file.</summary>
    public static IEnumerable<StoredTrace> ReadFile(string file, Action<SkippedLine> onSkipped)
    {
        using var stream = Open(file, onSkipped);
        using var reader = stream is null ? null : new StreamReader(stream);
        for (var lineNumber = 1; reader?.ReadLine() is { } line; lineNumber++)
        {
            if (line.Length > 0 && Parse(file, lineNumber, line, reader.EndOfStream, onSkipped) is { } trace)
            {
                yield return trace;
            }
        }
    }

    /// <summary>Opens a file of the store; <see langword="null"/> when it cannot be, which is passed on.</summary>
    public static FileStream? Open(string file, Action<SkippedLine> onSkipped)
    {
        try
        {
            // Its writer may be at work, and somebody may delete it.
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            onSkipped(new SkippedLine(file, 0, refused.Message.TrimEnd('.')));
            return null;
        }
    }

    /// <summary>The trace of one line; <see langword="null"/> when it is none, which is passed on.</summary>
    /// <param name="file">The file's full path.</param>
    /// <param name="lineNumber">Counted from 1.</param>
    /// <param name="line">The text.</param>
    /// <param name="isLast">Whether its writer may have been killed in the middle of it.</param>
    /// <param name="onSkipped">Gets the line if it is no trace.</param>
    public static StoredTrace? Parse(string file, int lineNumber, string line, bool isLast, Action<SkippedLine> onSkipped)
    {
        try
        {
            return StoredTraceJson.Read(line);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            onSkipped(new SkippedLine(file, lineNumber, isLast ? $"it ends early, as when its process was killed ({wrong.Message})" : $"it is no trace ({wrong.Message})"));
            return null;
        }
    }
}
