using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using ICSharpCode.Decompiler.IL;
using ICSharpCode.Decompiler.Metadata;
using ICSharpCode.Decompiler.TypeSystem;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Gate I: reads every body as a decompiler does and collects what it finds odd about stack heights and kinds.</summary>
internal sealed partial class IlReaderGate : IGate
{
    public string Name => "I";

    public string Purpose => "stack heights and kinds, as a decompiler reads them";

    public GateResult Check(string assembly, string? baseline)
    {
        string[] found = Findings(assembly);
        if (found.Length == 0 || baseline is null)
        {
            return new GateResult(found);
        }

        // Reading is slow; of the baseline only those methods matter that something was found in.
        HashSet<string> names = [.. found.Select(MethodOf)];
        return GateResult.Compare(found, Findings(baseline, names.Contains));
    }

    /// <summary>One line for each finding: the method and the warning, without offsets, which weaving moves.</summary>
    public static string[] Findings(string path) => Findings(path, _ => true);

    private static string[] Findings(string path, Func<string, bool> isWanted)
    {
        using var file = new PEFile(path, PEStreamOptions.PrefetchEntireImage);
        var resolver = new UniversalAssemblyResolver(path, throwOnError: false, file.DetectTargetFrameworkId());
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        var types = new DecompilerTypeSystem(file, resolver);
        return
        [
            .. from handle in file.Metadata.MethodDefinitions.AsParallel().AsOrdered()
               let method = file.Metadata.GetMethodDefinition(handle)
               where method.RelativeVirtualAddress != 0
               let name = types.MainModule.GetDefinition(handle).ReflectionName
               where isWanted(name)
               from warning in Warnings(types.MainModule, handle, file.Reader, method)
               select $"{name}: {Offset().Replace(warning, "")}",
        ];
    }

    private static string MethodOf(string finding) => finding[..finding.IndexOf(": ", StringComparison.Ordinal)];

    private static IReadOnlyList<string> Warnings(MetadataModule module, MethodDefinitionHandle handle, PEReader file, MethodDefinition method)
    {
        try
        {
            // A reader adds what it finds in one method to what it says of the next.
            return [.. new ILReader(module).ReadIL(handle, file.GetMethodBody(method.RelativeVirtualAddress), kind: ILFunctionKind.TopLevelFunction).Warnings];
        }
#pragma warning disable CA1031 // a body that cannot be read is a finding, whatever the reader stumbles over
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return [$"cannot be read: {exception.GetType().Name} {exception.Message}"];
        }
    }

    [GeneratedRegex(@"\bIL_[0-9a-fA-F]+:?\s*")]
    private static partial Regex Offset();
}
