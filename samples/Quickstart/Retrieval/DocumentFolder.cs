using System.IO.Enumeration;

namespace Quickstart.Retrieval;

/// <summary>A folder and the files below it, by paths relative to it, with '/' on every platform. Hidden files and build output are left out.</summary>
internal sealed class DocumentFolder(string root)
{
    private static readonly string[] s_documentExtensions = [".md", ".cs"];

    // what tools write, and what was recorded for tests
    private static readonly string[] s_skippedFolders = ["artifacts", "bin", "Golden", "node_modules", "obj", "TestResults"];

    private readonly string _root = Path.GetFullPath(root);

    public string FullPath(string file) => Path.Combine(_root, file);

    /// <summary>The Markdown and C# files, in ordinal order of their paths.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public IReadOnlyList<string> Documents()
        => [.. Files().Where(file => s_documentExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))];

    /// <summary>The file whose relative path is <paramref name="path"/>, or else the first whose path ends with it.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public string Find(string path)
    {
        var files = Files();
        return files.FirstOrDefault(file => file == path)
            ?? files.FirstOrDefault(file => file.EndsWith($"/{path}", StringComparison.Ordinal))
            ?? throw new FileNotFoundException($"The folder has no file '{path}'.", path);
    }

    private List<string> Files()
    {
        if (!Directory.Exists(_root))
        {
            throw new DirectoryNotFoundException($"The folder '{_root}' does not exist.");
        }

        var files = new FileSystemEnumerable<string>(
            _root,
            (ref FileSystemEntry entry) => Path.GetRelativePath(_root, entry.ToFullPath()).Replace('\\', '/'),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !s_skippedFolders.Contains(entry.FileName.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }
}
