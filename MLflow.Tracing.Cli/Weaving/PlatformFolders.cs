namespace MLflow.Tracing.Cli.Weaving;

/// <summary>Where the assemblies of a platform lie on this machine. They are read, to know what the types of a program are, and never loaded.</summary>
internal static class PlatformFolders
{
    /// <summary>The folder of the run-time that this command runs on. It has an assembly by every name that .NET ever used, so that little is left unknown when nothing better is installed.</summary>
    private static readonly string s_own = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string[] s_frameworks = ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App", "Microsoft.WindowsDesktop.App"];

    /// <summary>The folders, best first.</summary>
    public static IReadOnlyList<string> Of(TargetPlatform platform)
        => [.. (platform.Kind == PlatformKind.NetFramework ? OfNetFramework() : s_frameworks.Select(name => OfFramework(name, platform.Version)).OfType<string>()), s_own];

    private static string? OfFramework(string name, Version version)
    {
        var shared = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(s_own)!)!)!, "shared", name);
        if (!Directory.Exists(shared))
        {
            return null;
        }

        // As a program is started: its own version, else the next one, else the newest.
        var installed = Directory.GetDirectories(shared)
            .Select(static path => (Path: path, Version: Version.TryParse(Path.GetFileName(path).Split('-')[0], out var parsed) ? parsed : new Version(0, 0)))
            .OrderBy(static folder => folder.Version)
            .ToList();
        var same = installed.LastOrDefault(folder => folder.Version.Major == version.Major && folder.Version.Minor == version.Minor).Path;
        return same ?? installed.FirstOrDefault(folder => folder.Version >= version).Path ?? installed.LastOrDefault().Path;
    }

    private static IEnumerable<string> OfNetFramework()
    {
        var programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86);
        var windows = Path.Combine(programs, "Reference Assemblies", "Microsoft", "Framework", ".NETFramework", "v4.7.2");
        string[] candidates = [windows, Path.Combine(windows, "Facades"), "/usr/lib/mono/4.7.2-api", "/usr/lib/mono/4.7.2-api/Facades", "/usr/lib/mono/4.5", "/usr/lib/mono/4.5/Facades"];
        return candidates.Where(Directory.Exists);
    }
}
