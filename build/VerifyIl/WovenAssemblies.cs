using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.VerifyIl;

/// <summary>Finds the assemblies that a path stands for.</summary>
internal static class WovenAssemblies
{
    /// <summary>The assembly itself, or those assemblies of a folder that are woven.</summary>
    public static IReadOnlyList<string> At(string path)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return IsManaged(full) ? [full] : throw new BadRequestException($"'{path}' is not a .NET assembly.");
        }

        if (!Directory.Exists(full))
        {
            throw new BadRequestException($"'{path}' does not exist.");
        }

        string[] woven = [.. Directory.EnumerateFiles(full).Where(f => Path.GetExtension(f) is ".dll" or ".exe").Where(f => IsManaged(f) && IsWoven(f)).Order(StringComparer.Ordinal)];
        return woven.Length > 0 ? woven : throw new BadRequestException($"'{path}' holds no woven assembly. Name an assembly to verify it whether it is woven or not.");
    }

    /// <summary>The baseline of one assembly.</summary>
    public static string Counterpart(string assembly, string baseline)
    {
        string path = Directory.Exists(baseline) ? Path.Combine(baseline, Path.GetFileName(assembly)) : baseline;
        return !File.Exists(path) ? throw new BadRequestException($"the baseline '{path}' does not exist.")
            : IsManaged(path) ? Path.GetFullPath(path)
            : throw new BadRequestException($"the baseline '{path}' is not a .NET assembly.");
    }

    private static bool IsManaged(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata && file.GetMetadataReader().IsAssembly;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static bool IsWoven(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Any(t => metadata.StringComparer.Equals(t.Name, "WovenAttribute") && metadata.StringComparer.Equals(t.Namespace, "MLflow.Tracing.Woven"));
    }
}
