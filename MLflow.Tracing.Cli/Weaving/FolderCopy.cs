using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>Copies what is woven elsewhere than in place.</summary>
internal static class FolderCopy
{
    /// <summary>Copies a folder with everything below it; what is there already is replaced.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="root">The folder.</param>
    /// <param name="files">Files in it.</param>
    /// <param name="problems">Receives why it cannot be copied.</param>
    /// <returns>The copy, and the same files in it.</returns>
    public static (string Root, IReadOnlyList<string> Files) TryMake(string folder, string root, IReadOnlyList<string> files, ICollection<WeaverDiagnostic> problems)
    {
        var copy = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            if (IsWithin(copy, root) || IsWithin(root, copy))
            {
                throw new IOException($"'{folder}' and '{root}' lie in each other.");
            }

            Make(root, copy);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add(CommandTexts.NotWritten(refused.Message).At(folder));
        }

        return (copy, [.. files.Select(file => Path.Combine(copy, Path.GetRelativePath(root, file)))]);
    }

    private static void Make(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
