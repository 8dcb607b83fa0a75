namespace MLflow.Tracing.Cli.Weaving;

/// <summary>Copies what is woven elsewhere than in place.</summary>
internal static class FolderCopy
{
    /// <summary>Copies a folder with everything below it; what is there already is replaced.</summary>
    public static void Make(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>Whether one path is the other or lies below it.</summary>
    public static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
