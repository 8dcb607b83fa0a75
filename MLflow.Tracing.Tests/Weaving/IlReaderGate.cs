using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ICSharpCode.Decompiler.IL;
using ICSharpCode.Decompiler.Metadata;
using ICSharpCode.Decompiler.TypeSystem;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate I: reads every body as a decompiler does and collects what it finds odd about stack heights and kinds.</summary>
internal static class IlReaderGate
{
    /// <summary>One line for each finding: the method and the warning.</summary>
    public static string[] Findings(string path)
    {
        using var file = new PEFile(path, PEStreamOptions.PrefetchEntireImage);
        var resolver = new UniversalAssemblyResolver(path, throwOnError: false, file.DetectTargetFrameworkId());
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(TraceSite).Assembly.Location));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        var types = new DecompilerTypeSystem(file, resolver);
        var reader = new ILReader(types.MainModule);

        var findings = new List<string>();
        foreach (MethodDefinitionHandle handle in file.Metadata.MethodDefinitions)
        {
            MethodDefinition method = file.Metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            ILFunction function = reader.ReadIL(handle, file.Reader.GetMethodBody(method.RelativeVirtualAddress), kind: ILFunctionKind.TopLevelFunction);
            findings.AddRange(function.Warnings.Select(w => $"{types.MainModule.GetDefinition(handle).ReflectionName}: {w}"));
        }

        return [.. findings];
    }
}
