using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Selection;

/// <summary>Compiles C# in memory, so that a test shows the source it is about.</summary>
internal static class SourceModule
{
    private const string Usings = "global using System; global using System.Threading.Tasks; global using MLflow.Tracing;";

    private static readonly IReadOnlyList<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Compiles and reads a library with its PDB.</summary>
    /// <param name="code">The source; <c>Code.cs</c> in the PDB.</param>
    /// <param name="optimize">Release instead of Debug.</param>
    /// <param name="kind">A program, when the source has top-level statements.</param>
    /// <param name="features">Previews of the compiler.</param>
    public static ModuleDefinition Compile(string code, bool optimize = false, OutputKind kind = OutputKind.DynamicallyLinkedLibrary, IEnumerable<KeyValuePair<string, string>>? features = null)
        => Read(Emit("Fixture", code, optimize, kind, [], features), new DefaultAssemblyResolver());

    /// <summary>Compiles and reads a library against another one, which resolving finds, or which is lost.</summary>
    /// <param name="code">The source.</param>
    /// <param name="libraryCode">The source of the other library.</param>
    /// <param name="isLibraryLost">Whether the other library is not there any more when the first is read.</param>
    public static ModuleDefinition CompileAgainst(string code, string libraryCode, bool isLibraryLost = false)
    {
        var library = Emit("Library", libraryCode, optimize: false, OutputKind.DynamicallyLinkedLibrary, []);
        var resolver = new LibraryResolver(isLibraryLost ? null : Read(library, new DefaultAssemblyResolver()).Assembly);
        return Read(Emit("Fixture", code, optimize: false, OutputKind.DynamicallyLinkedLibrary, [MetadataReference.CreateFromImage(library.Assembly)]), resolver);
    }

    /// <summary>Compiles a library into a file, with its symbols beside it.</summary>
    /// <param name="path">The assembly. Its folder is made, if it is not there.</param>
    /// <param name="code">The source.</param>
    /// <param name="libraries">The assemblies that it refers to.</param>
    public static void Write(string path, string code, params IEnumerable<string> libraries)
    {
        var (assembly, symbols) = Emit(Path.GetFileNameWithoutExtension(path), code, optimize: true, OutputKind.DynamicallyLinkedLibrary, [.. libraries.Select(static file => MetadataReference.CreateFromFile(file))]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, assembly);
        File.WriteAllBytes(Path.ChangeExtension(path, ".pdb"), symbols);
    }

    private static (byte[] Assembly, byte[] Symbols) Emit(string name, string code, bool optimize, OutputKind kind, IReadOnlyList<MetadataReference> references, IEnumerable<KeyValuePair<string, string>>? features = null)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview).WithFeatures(features ?? []);
        var compilation = CSharpCompilation.Create(
            name,
            [
                CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), options, "Code.cs"),
                CSharpSyntaxTree.ParseText(SourceText.From(Usings, System.Text.Encoding.UTF8), options, "Usings.cs"),
            ],
            [.. s_references, .. references],
            new CSharpCompilationOptions(kind, optimizationLevel: optimize ? OptimizationLevel.Release : OptimizationLevel.Debug, allowUnsafe: true).WithSpecificDiagnosticOptions([new("SYSLIB5007", ReportDiagnostic.Suppress)])); // previews of the platform
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.IsTrue(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        return (assembly.ToArray(), symbols.ToArray());
    }

    private static ModuleDefinition Read((byte[] Assembly, byte[] Symbols) emitted, IAssemblyResolver resolver) => ModuleDefinition.ReadModule(
        new MemoryStream(emitted.Assembly),
        new ReaderParameters { ReadSymbols = true, SymbolReaderProvider = new PortablePdbReaderProvider(), SymbolStream = new MemoryStream(emitted.Symbols), AssemblyResolver = resolver });

    private sealed class LibraryResolver(AssemblyDefinition? library) : DefaultAssemblyResolver
    {
        public override AssemblyDefinition Resolve(AssemblyNameReference name)
            => name.Name != "Library" ? base.Resolve(name) : library ?? throw new AssemblyResolutionException(name);
    }

    /// <summary>The one method of that name.</summary>
    public static MethodDefinition Method(this ModuleDefinition module, string name)
        => module.GetTypes().SelectMany(static type => type.Methods).Single(method => method.Name == name);
}
