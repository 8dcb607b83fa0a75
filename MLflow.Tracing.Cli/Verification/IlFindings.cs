using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using ICSharpCode.Decompiler.IL;
using ICSharpCode.Decompiler.Metadata;
using ICSharpCode.Decompiler.TypeSystem;

namespace MLflow.Tracing.Cli.Verification;

/// <summary>Reads every body of an assembly as a decompiler does, and collects what it finds odd about stack heights and kinds.</summary>
internal static partial class IlFindings
{
    /// <summary>One line for each finding: the method and the warning, without offsets, which weaving moves.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="resolver">Finds what it refers to.</param>
    /// <param name="isWanted">Whether a method is read; <see langword="null"/> means all.</param>
    public static string[] In(PEFile file, IAssemblyResolver resolver, Func<string, bool>? isWanted = null)
    {
        var types = new DecompilerTypeSystem(file, resolver);
        return
        [
            .. from handle in file.Metadata.MethodDefinitions.AsParallel().AsOrdered()
               let method = file.Metadata.GetMethodDefinition(handle)
               where method.RelativeVirtualAddress != 0
               let name = types.MainModule.GetDefinition(handle).ReflectionName
               where isWanted?.Invoke(name) != false
               from warning in Warnings(types.MainModule, handle, file.Reader, method)
               select $"{name}: {Offset().Replace(warning, "")}",
        ];
    }

    /// <summary>The name of the method that a finding is about.</summary>
    public static string MethodOf(string finding) => finding[..finding.IndexOf(": ", StringComparison.Ordinal)];

    /// <summary>What is found more often than before.</summary>
    public static IEnumerable<string> Added(IEnumerable<string> found, IEnumerable<string> before)
    {
        var known = before.GroupBy(static finding => finding).ToDictionary(static same => same.Key, static same => same.Count());
        foreach (var finding in found)
        {
            var left = known.GetValueOrDefault(finding);
            if (left == 0)
            {
                yield return finding;
            }

            known[finding] = Math.Max(0, left - 1);
        }
    }

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
