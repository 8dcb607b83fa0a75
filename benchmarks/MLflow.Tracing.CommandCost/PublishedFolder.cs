using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using MLflow.Tracing.WeavingCost;

namespace MLflow.Tracing.CommandCost;

/// <summary>A folder as <c>dotnet publish</c> leaves it: assemblies with symbols beside them, and a list of libraries.</summary>
internal sealed class PublishedFolder : IDisposable
{
    private const string Deps = """{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0","signature":""},"targets":{".NETCoreApp,Version=v10.0":{}},"libraries":{}}""";

    private PublishedFolder() => Path = Directory.CreateTempSubdirectory("command-cost-").FullName;

    public string Path { get; }

    /// <summary>Compiles generated code.</summary>
    public static PublishedFolder Of(int assemblies, int methodsEach)
    {
        var folder = new PublishedFolder();
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator)
            .Where(static file => file.StartsWith(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!, StringComparison.Ordinal))
            .Select(static file => MetadataReference.CreateFromFile(file)).ToList();
        var sources = GeneratedCode.Types(methodsEach).Select(static type => CSharpSyntaxTree.ParseText(type.Text, path: type.File, encoding: System.Text.Encoding.UTF8)).ToList();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true);
        for (var number = 0; number < assemblies; number++)
        {
            var file = System.IO.Path.Combine(folder.Path, $"Generated{number}.dll");
            using var assembly = File.Create(file);
            using var symbols = File.Create(System.IO.Path.ChangeExtension(file, ".pdb"));
            var result = CSharpCompilation.Create($"Generated{number}", sources, platform, options).Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
            if (!result.Success)
            {
                throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
            }
        }

        File.WriteAllText(System.IO.Path.Combine(folder.Path, "Generated0.deps.json"), Deps);
        return folder;
    }

    /// <summary>A copy, which the caller disposes of.</summary>
    public PublishedFolder Copy()
    {
        var copy = new PublishedFolder();
        foreach (var file in Directory.GetFiles(Path))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>A hash of all that is in it.</summary>
    public string Hash() => Convert.ToHexString(SHA256.HashData([.. Directory.GetFiles(Path).Order(StringComparer.Ordinal).SelectMany(static file => SHA256.HashData(File.ReadAllBytes(file)))]));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
