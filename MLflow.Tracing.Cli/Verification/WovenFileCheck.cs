using System.Reflection.PortableExecutable;
using ICSharpCode.Decompiler.Metadata;
using MLflow.Tracing.Weaver.Binaries;

namespace MLflow.Tracing.Cli.Verification;

/// <summary>Compares what is wrong with a woven assembly, which is in memory still, with what was wrong before.</summary>
internal static class WovenFileCheck
{
    /// <summary>What weaving made worse, a line each.</summary>
    /// <param name="file">A woven file; its path holds the assembly as it was.</param>
    /// <param name="folders">Where assemblies are found that it refers to.</param>
    public static IReadOnlyList<string> NewFindings(WovenFile file, IEnumerable<string> folders)
    {
        using var woven = new PEFile(file.Path, new MemoryStream(file.Assembly!), PEStreamOptions.PrefetchEntireImage);
        var resolver = new UniversalAssemblyResolver(file.Path, throwOnError: false, woven.DetectTargetFrameworkId());
        foreach (var folder in folders)
        {
            resolver.AddSearchDirectory(folder);
        }

        var found = IlFindings.In(woven, resolver);
        if (found.Length == 0)
        {
            return found;
        }

        // Reading is slow; of the original only those methods matter that something was found in.
        HashSet<string> names = [.. found.Select(IlFindings.MethodOf)];
        using var original = new PEFile(file.Path, PEStreamOptions.PrefetchEntireImage);
        return [.. IlFindings.Added(found, IlFindings.In(original, resolver, names.Contains))];
    }
}
