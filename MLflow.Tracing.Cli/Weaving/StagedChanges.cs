namespace MLflow.Tracing.Cli.Weaving;

/// <summary>
/// New contents of files, written beside them first: as long as nothing is committed, nothing is changed, and whatever ends the command in the middle of committing, each file is the old one or the new one.
/// </summary>
internal sealed class StagedChanges : IDisposable
{
    private const string Suffix = ".mlflow-weaving";

    private readonly List<string> _files = [];

    /// <summary>Where the new content of a file waits.</summary>
    public static string PlaceOf(string path) => path + Suffix;

    /// <summary>Stages the content of a file, which exists or not. Files are committed in the order in which they are staged.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public void Write(string path, byte[] content)
    {
        _files.Add(path);
        if (File.Exists(path))
        {
            // A file that is locked or write-protected is met here, where nothing is changed yet.
            File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read).Dispose();
        }

        using (var staged = new FileStream(PlaceOf(path), FileMode.Create, FileAccess.Write))
        {
            staged.Write(content);
            staged.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(PlaceOf(path), File.GetUnixFileMode(path));
        }
    }

    /// <summary>Copies the files that are going to be replaced.</summary>
    /// <param name="root">The folder whose tree the backup repeats.</param>
    /// <param name="backup">Where to.</param>
    public void BackUp(string root, string backup)
    {
        foreach (var file in _files.Where(File.Exists))
        {
            var copy = Path.Combine(backup, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, PlaceOf(copy), overwrite: true);
            File.Move(PlaceOf(copy), copy, overwrite: true);
        }
    }

    /// <summary>Puts everything in place.</summary>
    /// <returns>The files that are new or changed now.</returns>
    public IReadOnlyList<string> Commit()
    {
        var done = new List<string>();
        foreach (var file in _files)
        {
            File.Move(PlaceOf(file), file, overwrite: true);
            done.Add(file);
        }

        _files.Clear();
        return done;
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose() => _files.ForEach(static file => File.Delete(PlaceOf(file)));
}
