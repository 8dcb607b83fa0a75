using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Wire;

/// <summary>The part of a <c>file:</c> URI behind its scheme, and what may be in the folder it names.</summary>
internal static class FolderUri
{
    /// <summary>Reads <c>rel/ative</c>, <c>/absolute</c> or <c>///absolute</c>.</summary>
    /// <param name="text">What follows <c>file:</c>.</param>
    /// <param name="folder">The full path.</param>
    /// <param name="fault">What is wrong, as the end of a sentence.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? folder, [NotNullWhen(false)] out string? fault)
    {
        folder = null;
        var path = text;
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = text.IndexOf('/', 2);
            var host = slash < 0 ? text.Substring(2) : text.Substring(2, slash - 2);
            if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                fault = $"names the host '{host}'; a folder of this machine is written file:relative/path or file:///absolute/path.";
                return false;
            }

            path = slash < 0 ? string.Empty : text.Substring(slash);
        }

        path = WithoutSlashBeforeDrive(Uri.UnescapeDataString(path));
        if (path.Trim('/').Length == 0)
        {
            fault = "names no folder.";
            return false;
        }

        try
        {
            folder = Path.GetFullPath(path);
            fault = null;
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException or PathTooLongException)
        {
            fault = $"names no folder that this system can have ({refused.Message}).";
            return false;
        }
    }

    /// <summary>Whether the folder is one of Python's file store: folders of experiments, each with a <c>meta.yaml</c>.</summary>
    public static bool HasMlrunsLayout(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                && Directory.EnumerateDirectories(folder).Any(experiment => File.Exists(Path.Combine(experiment, "meta.yaml")));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The store reports it when it cannot write.
            return false;
        }
    }

    private static string WithoutSlashBeforeDrive(string path)
        => Path.DirectorySeparatorChar == '\\' && path.Length > 2 && path[0] == '/' && path[2] == ':' ? path.Substring(1) : path;
}
