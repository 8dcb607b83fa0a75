using System.Reflection;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>A folder that a program runs from, or that libraries lie in, and what it needs so that woven code runs there.</summary>
internal sealed class ProgramFolder
{
    private readonly IReadOnlyList<DepsFile> _depsFiles;
    private readonly LibraryFiles _library;

    /// <param name="path">The folder.</param>
    /// <param name="assemblies">Those of its assemblies that may be woven.</param>
    /// <exception cref="System.Text.Json.JsonException">A <c>deps.json</c> is damaged.</exception>
    public ProgramFolder(string path, IEnumerable<string> assemblies)
    {
        Path = path;
        _depsFiles = DepsFile.In(path);
        Platform = PlatformOf([.. _depsFiles.Select(static deps => deps.EntryAssembly).Where(File.Exists)]) ?? PlatformOf(assemblies) ?? TargetPlatform.Unknown;
        _library = LibraryFiles.For(Platform);
        NotToWeave = [.. _depsFiles.SelectMany(static deps => deps.PlatformAssemblies), .. _library.Files.Select(static file => System.IO.Path.GetFileName(file))];
    }

    public string Path { get; }

    public TargetPlatform Platform { get; }

    /// <summary>The names of files that are the platform's, or the tracing library's own.</summary>
    public HashSet<string> NotToWeave { get; }

    /// <summary>The tracing library as woven code will find it.</summary>
    public string CorePath => System.IO.Path.Combine(Path, LibraryFiles.Core) is var own && File.Exists(own) ? own : _library.CorePath;

    /// <summary>Where the assemblies are that code in the folder refers to, or will once the tracing library is here.</summary>
    public IReadOnlyList<string> SearchFolders => [Path, .. PlatformFolders.Of(Platform), System.IO.Path.GetDirectoryName(_library.CorePath)!];

    /// <summary>The assemblies here that are older than what the tracing library needs.</summary>
    public IReadOnlyList<(string File, Version Present, Version Needed)> OlderDependencies =>
    [
        .. _library.Files.Where(file => file != _library.CorePath && File.Exists(InFolder(file)))
            .Select(file => (File: InFolder(file), Present: LibraryFiles.VersionOf(InFolder(file)), Needed: LibraryFiles.VersionOf(file)))
            .Where(static dependency => dependency.Present < dependency.Needed),
    ];

    /// <summary>
    /// Stages the tracing library and what makes the run-time find it. What is here already in the same version or a newer one stays; whether it is listed is looked at all the same: it may belong to
    /// another program, or be what a run left that was killed.
    /// </summary>
    public void Deploy(StagedChanges changes)
    {
        var older = OlderDependencies.Select(static dependency => dependency.File).ToHashSet();
        var brought = _library.Files.Where(file => !File.Exists(InFolder(file)) || older.Contains(InFolder(file))).ToHashSet();
        foreach (var file in brought)
        {
            changes.Write(InFolder(file), File.ReadAllBytes(file));
        }

        foreach (var deps in _depsFiles)
        {
            ForEachUnlisted(brought, file => deps.Lists(System.IO.Path.GetFileName(file)), deps.Add);
            if (deps.IsChanged)
            {
                changes.Write(deps.Path, deps.ToBytes());
            }
        }

        foreach (var program in Platform.Kind == PlatformKind.NetFramework ? Directory.GetFiles(Path, "*.exe") : [])
        {
            var redirects = BindingRedirects.Of(program);
            ForEachUnlisted(brought, file => redirects.Lists(System.IO.Path.GetFileNameWithoutExtension(file)), file => redirects.Add(AssemblyName.GetAssemblyName(file)));
            if (redirects.IsChanged)
            {
                changes.Write(redirects.Path, redirects.ToBytes());
            }
        }
    }

    private void ForEachUnlisted(HashSet<string> brought, Func<string, bool> isListed, Action<string> add)
    {
        foreach (var file in _library.Files.Where(file => brought.Contains(file) || !isListed(file)))
        {
            add(brought.Contains(file) ? file : InFolder(file));
        }
    }

    // The oldest of several: its library runs on newer ones, too.
    private static TargetPlatform? PlatformOf(IEnumerable<string> assemblies)
        => assemblies.Select(TargetPlatform.Of).MinBy(static platform => (platform.Kind, platform.Version.Major));

    private string InFolder(string file) => System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file));
}
