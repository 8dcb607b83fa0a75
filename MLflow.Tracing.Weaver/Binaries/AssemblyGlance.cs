using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>Tells at the price of a look at its tables that a file has nothing to weave, as most files of a published program.</summary>
internal static class AssemblyGlance
{
    private const string Core = "MLflow.Tracing.Core";

    /// <summary>Whether weaving may find something: a namespace that a rule is about, attributes, or a reason to complain.</summary>
    public static bool MayMatch(string path, WeaverConfiguration configuration)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return !file.HasMetadata || (configuration.TraceLlmCalls && IsProgram(file)) || MayMatch(file.GetMetadataReader(), configuration);
        }
#pragma warning disable CA1031 // what is wrong with the file is for the reader to say
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }

    /// <summary>Whether a file is an assembly with code, as far as a look tells. A file that cannot be read is taken for one: what is wrong with it is for the reader to say.</summary>
    public static bool IsAssembly(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return HasMetadata(file) && file.GetMetadataReader() is var metadata && metadata.IsAssembly && metadata.MethodDefinitions.Count > 0;
        }
        catch (Exception damage) when (damage is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsProgram(PEReader file) => file.PEHeaders.CorHeader is { EntryPointTokenOrRelativeVirtualAddress: not 0 };

    private static bool HasMetadata(PEReader file)
    {
        try
        {
            return file.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            // No image at all, as a library of another system.
            return false;
        }
    }

    private static bool MayMatch(MetadataReader metadata, WeaverConfiguration configuration)
        => metadata.AssemblyReferences.Any(handle => metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, Core))
        || Namespaces(metadata).Any(name => configuration.Includes.Any(rule => rule.Target.Namespace?.IsMatch(name) != false));

    private static IEnumerable<string> Namespaces(MetadataReader metadata)
        => metadata.TypeDefinitions.Select(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Namespace)).Distinct();
}
