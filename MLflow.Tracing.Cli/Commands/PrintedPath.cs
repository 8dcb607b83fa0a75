namespace MLflow.Tracing.Cli.Commands;

/// <summary>Paths as they are printed and reported.</summary>
internal static class PrintedPath
{
    /// <summary>From the current folder if the file is in or below it, else in full; with forward slashes, so that reports are the same everywhere.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace(Path.DirectorySeparatorChar, '/');
    }
}
