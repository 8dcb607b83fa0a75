using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using MLflow.Tracing.WeavingCost;

namespace MLflow.Tracing.CommandCost;

/// <summary>An assembly with many methods, compiled as for a release: a tenth of them iterators, the others as in the programs whose builds are measured.</summary>
internal static class GeneratedAssembly
{
    private const string Platform = """[assembly: System.Runtime.Versioning.TargetFramework(".NETCoreApp,Version=v10.0")]""";

    private static readonly MetadataReference[] s_references = [.. Directory.GetFiles(BuildMetadata.Platform, "*.dll").Select(static file => MetadataReference.CreateFromFile(file))];

    /// <summary>Writes it into a folder, with its symbols beside it.</summary>
    public static void Write(string folder, string name, int methods, bool isProgram)
    {
        var iterators = methods / 10;
        var sources = GeneratedCode.Types(methods - iterators).Append(("Iterators.cs", GeneratedIterators.Type(iterators))).Append(("Platform.cs", Platform));
        if (isProgram)
        {
            sources = sources.Append(("Program.cs", GeneratedCode.Program()));
        }

        var compilation = CSharpCompilation.Create(
            name,
            sources.Select(static source => CSharpSyntaxTree.ParseText(SourceText.From(source.Item2, System.Text.Encoding.UTF8), path: source.Item1)),
            s_references,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        using var assembly = File.Create(Path.Combine(folder, name + ".dll"));
        using var symbols = File.Create(Path.Combine(folder, name + ".pdb"));
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, emitted.Diagnostics));
        }
    }
}
