using Microsoft.Extensions.FileSystemGlobbing;
using MLflow.Tracing.Weaver.Binaries;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>The assemblies that paths on the command line stand for.</summary>
internal static class InputFiles
{
    private static readonly string[] s_patterns = ["**/*.dll", "**/*.exe"];

    /// <summary>Expands a path: a file stands for itself, a folder for the assemblies with code in and below it, and a pattern for those that it matches.</summary>
    /// <returns>The common folder and the full paths; <see langword="null"/> when there is nothing by that name.</returns>
    public static (string Root, IReadOnlyList<string> Files)? Expand(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return (Path.GetDirectoryName(full)!, [full]);
        }

        if (Directory.Exists(full))
        {
            return (Path.TrimEndingDirectorySeparator(full), Find(full, s_patterns));
        }

        var fixedPart = full;
        while (fixedPart.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            fixedPart = Path.GetDirectoryName(fixedPart)!;
        }

        return fixedPart != full && Directory.Exists(fixedPart) && Find(fixedPart, [Path.GetRelativePath(fixedPart, full)]) is { Count: > 0 } found ? (fixedPart, found) : null;
    }

    private static List<string> Find(string folder, IEnumerable<string> patterns)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(patterns);
        return [.. matcher.GetResultsInFullPath(folder).Where(AssemblyGlance.IsAssembly).Order(StringComparer.Ordinal)];
    }
}
