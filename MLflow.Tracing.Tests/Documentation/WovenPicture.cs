using System.Text.RegularExpressions;
using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.Metadata;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>What a decompiler reads after weaving.</summary>
internal static partial class WovenPicture
{
    /// <param name="source">C# with <c>[Trace]</c> on a method.</param>
    /// <param name="methods">The names of the methods to show; those of state machines count as well.</param>
    public static string Of(string source, IReadOnlyCollection<string> methods)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "Fixture.dll");
        Weave(source, file);

        using var assembly = new PEFile(file);
        var resolver = new UniversalAssemblyResolver(file, throwOnError: true, assembly.DetectTargetFrameworkId());
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        // a state machine is to be seen as such
        var decompiler = new CSharpDecompiler(assembly, resolver, new DecompilerSettings { AsyncAwait = false, YieldReturn = false });
        var shown = decompiler.TypeSystem.MainModule.TypeDefinitions.SelectMany(type => type.Methods).Where(method => methods.Contains(method.Name) && !method.IsExplicitInterfaceImplementation).ToList();
        Assert.HasCount(methods.Count, shown);
        return string.Join('\n', methods.Select(name => Tidy(decompiler.DecompileAsString(shown.Single(method => method.Name == name).MetadataToken))));
    }

    private static void Weave(string source, string file)
    {
        using var module = SourceModule.Compile(source, optimize: true);
        using var core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        var result = WeavingEngine.Weave(module, core, new WeaverConfiguration());
        Assert.HasCount(1, result.Woven, string.Join('\n', result.Diagnostics));
        module.Write(file);
    }

    private static string Tidy(string code) => Usings().Replace(code.ReplaceLineEndings("\n"), "").Replace("\t", "    ", StringComparison.Ordinal).Trim('\n') + "\n";

    [GeneratedRegex(@"^using .*;\n", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
