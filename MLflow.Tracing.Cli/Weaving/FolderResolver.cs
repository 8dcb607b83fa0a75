using Mono.Cecil;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>Finds assemblies by name in folders, and keeps what it found. What it does not find, the engine takes for unknown (B27).</summary>
/// <param name="folders">Where to look, best first.</param>
/// <remarks>One task at a time uses it: Cecil reads what it needs late.</remarks>
internal sealed class FolderResolver(IReadOnlyList<string> folders) : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition?> _found = new(StringComparer.OrdinalIgnoreCase);

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (!_found.TryGetValue(name.Name, out var assembly))
        {
            assembly = folders.Select(folder => TryRead(Path.Combine(folder, name.Name + ".dll"))).FirstOrDefault(static candidate => candidate is not null);
            _found.Add(name.Name, assembly);
        }

        return assembly!;
    }

    public void Dispose()
    {
        foreach (var assembly in _found.Values)
        {
            assembly?.Dispose();
        }
    }

    private AssemblyDefinition? TryRead(string path)
    {
        try
        {
            // Read into memory: the file may be one of those that are about to be replaced.
            return File.Exists(path) ? AssemblyDefinition.ReadAssembly(path, new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = this, InMemory = true }) : null;
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
