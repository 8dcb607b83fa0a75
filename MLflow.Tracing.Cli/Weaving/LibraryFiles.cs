using System.Reflection;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>The tracing library for one platform, with all that it needs there, as this command brings it along.</summary>
/// <param name="Files">The paths, MLflow.Tracing.Core first.</param>
internal sealed record LibraryFiles(IReadOnlyList<string> Files)
{
    public const string Core = "MLflow.Tracing.Core.dll";

    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "library");

    private static readonly HashSet<string> s_names = [.. Directory.GetFiles(s_root, "*.dll", SearchOption.AllDirectories).Select(static file => Path.GetFileName(file))];

    public string CorePath => Files[0];

    /// <summary>The version for a platform.</summary>
    public static LibraryFiles For(TargetPlatform platform)
    {
        var folder = Path.Combine(s_root, FolderOf(platform));
        return new LibraryFiles([.. Directory.GetFiles(folder, "*.dll").OrderByDescending(static file => Path.GetFileName(file) == Core).ThenBy(static file => file, StringComparer.Ordinal)]);
    }

    /// <summary>Whether a file has the name of one of them, on any platform.</summary>
    public static bool IsOne(string file) => s_names.Contains(Path.GetFileName(file));

    /// <summary>The assembly version of a file.</summary>
    public static Version VersionOf(string file) => AssemblyName.GetAssemblyName(file).Version ?? new Version(0, 0);

    private static string FolderOf(TargetPlatform platform) => platform switch
    {
        { Kind: PlatformKind.Net, Version.Major: >= 10 } => "net10.0",
        { Kind: PlatformKind.Net, Version.Major: >= 8 } => "net8.0",
        { Kind: PlatformKind.NetFramework } => "net472",
        _ => "netstandard2.0",
    };
}
