using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Tests.Building;

/// <summary>What kind of files a build makes is not changed by weaving.</summary>
[TestClass]
public sealed class OutputKindTests
{
    // Portable PDB format, TypeDefinitionDocuments: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md
    private static readonly Guid s_typeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    [TestMethod]
    public async Task B10_reference_assembly_is_that_of_the_unwoven_build()
    {
        using var project = new WovenProject("<ProduceReferenceAssembly>true</ProduceReferenceAssembly>");
        project.Write("App/Orders.cs", "namespace Shop { public class Basket { [MLflow.Tracing.Trace] public int Size(int x) => x + 1; } }");

        var woven = await project.BuildAsync();
        Assert.AreEqual(0, woven.ExitCode, woven.ToString());
        Assert.IsNotNull(project.WovenMark());
        var whenWoven = await ReferenceAssembly(project);

        var unwoven = await project.BuildAsync("-p:DisableFody=true");
        Assert.AreEqual(0, unwoven.ExitCode, unwoven.ToString());
        Assert.IsNull(project.WovenMark());

        CollectionAssert.AreEqual(await ReferenceAssembly(project), whenWoven);
    }

    [TestMethod]
    public async Task B5_B8_embedded_symbols_stay_embedded_and_a_signed_assembly_is_signed_again()
    {
        using var project = new WovenProject($"<DebugType>embedded</DebugType><SignAssembly>true</SignAssembly><AssemblyOriginatorKeyFile>{Repository.Root}/build/MLflow.Tracing.snk</AssemblyOriginatorKeyFile>");

        var build = await project.BuildAsync();

        Assert.AreEqual(0, build.ExitCode, build.ToString());
        Assert.IsNotNull(project.WovenMark());
        Assert.DoesNotContain("App.pdb", project.OutputFiles);
        using var file = new PEReader(File.OpenRead(Path.Combine(project.Output, "App.dll")));
        using var symbols = file.ReadEmbeddedPortablePdbDebugDirectoryData(file.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        Assert.Contains("Program.cs", Documents(symbols.GetMetadataReader()));
        Assert.IsTrue(StrongName.IsValid(typeof(TraceAttribute).Assembly.Location), "What the compiler signed is valid.");
        Assert.IsTrue(StrongName.IsValid(Path.Combine(project.Output, "App.dll")));
        var run = await project.RunAsync();
        Assert.AreEqual("8", run.Output.Trim(), run.ToString());
    }

    [TestMethod]
    public async Task B8_publicly_signed_assembly_keeps_its_identity()
    {
        using var project = new WovenProject($"<SignAssembly>true</SignAssembly><PublicSign>true</PublicSign><AssemblyOriginatorKeyFile>{Repository.Root}/build/MLflow.Tracing.snk</AssemblyOriginatorKeyFile>");

        var build = await project.BuildAsync();

        Assert.AreEqual(0, build.ExitCode, build.ToString());
        using var woven = project.ReadOutput();
        CollectionAssert.AreEqual(typeof(TraceAttribute).Assembly.GetName().GetPublicKey(), woven.Name.PublicKey);
        Assert.IsNotNull(project.WovenMark());
        var run = await project.RunAsync();
        Assert.AreEqual("8", run.Output.Trim(), run.ToString());
    }

    [TestMethod]
    public async Task B2_B3_B4_same_sources_in_two_folders_give_the_same_assembly_but_for_the_path_of_the_symbols()
    {
        using var one = await BuildDeterministicAsync();
        using var other = await BuildDeterministicAsync();

        var first = WithoutSymbolsPath(one);
        var second = WithoutSymbolsPath(other);

        CollectionAssert.AreEqual(first.Bytes, second.Bytes);
        Assert.AreEqual(first.Mvid, second.Mvid);
        Assert.Contains("Program.cs", first.Documents);
        CollectionAssert.AreEqual(first.Documents, second.Documents);
    }

    [TestMethod]
    public async Task B4_types_without_code_are_not_said_to_be_in_other_documents_than_they_are()
    {
        using var project = new WovenProject();
        project.Write("App/Kind.cs", "namespace Shop { public enum Kind { Food } public interface IStore { } public partial class Half { public int Run() => System.Environment.ProcessId; } }");
        project.Write("App/Other.cs", "namespace Shop { public partial class Half { public const int Limit = 3; } }");

        Assert.HasCount(3, await DocumentsOfTypesAsync(project, "-p:DisableFody=true"));
        Assert.IsEmpty(await DocumentsOfTypesAsync(project));
        Assert.IsEmpty(await DocumentsOfTypesAsync(project, "-p:MLflowTracingEnabled=false"), "Fody wrote the assembly all the same.");
    }

    [TestMethod]
    public async Task B23_design_time_builds_and_temporary_projects_are_not_woven()
    {
        using var project = new WovenProject();
        var restored = await project.DotnetAsync("restore");
        Assert.AreEqual(0, restored.ExitCode, restored.ToString());

        var designTime = await project.DotnetAsync("msbuild", "-t:CoreCompile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");
        Assert.AreEqual(0, designTime.ExitCode, designTime.ToString());
        Assert.IsEmpty(Directory.EnumerateFiles(Path.Combine(project.Folder, "App", "obj"), "*.MLflow.Tracing.*", SearchOption.AllDirectories));

        File.Move(Path.Combine(project.Folder, "App", "App.csproj"), Path.Combine(project.Folder, "App", "App_abc_wpftmp.csproj"));
        File.Delete(Path.Combine(project.Folder, "App", "obj", "project.assets.json"));
        var temporary = await project.DotnetAsync("msbuild", "-t:MLflowTracingPrepare;MLflowTracingFinish", "-p:RunAnalyzers=false");
        Assert.AreEqual(0, temporary.ExitCode, temporary.ToString());
        Assert.IsEmpty(Directory.EnumerateFiles(Path.Combine(project.Folder, "App", "obj"), "*.MLflow.Tracing.*", SearchOption.AllDirectories));
    }

    private static async Task<WovenProject> BuildDeterministicAsync()
    {
        var project = new WovenProject("<PathMap>$(MSBuildProjectDirectory)=/_</PathMap><EmbedUntrackedSources>true</EmbedUntrackedSources>");
        var build = await project.BuildAsync();
        Assert.AreEqual(0, build.ExitCode, build.ToString());
        Assert.IsNotNull(project.WovenMark());
        return project;
    }

    private static Task<byte[]> ReferenceAssembly(WovenProject project) => File.ReadAllBytesAsync(Path.Combine(project.Intermediate, "ref", "App.dll"));

    // Cecil writes the full path of the symbols into the assembly; everything else must be the same.
    private static (byte[] Bytes, Guid Mvid, string[] Documents) WithoutSymbolsPath(WovenProject project)
    {
        var bytes = File.ReadAllBytes(Path.Combine(project.Intermediate, "App.dll"));
        using var file = new PEReader(ImmutableArray.Create(bytes));
        foreach (var entry in file.ReadDebugDirectory().Where(static entry => entry.Type is DebugDirectoryEntryType.CodeView))
        {
            Array.Clear(bytes, entry.DataPointer, entry.DataSize);
        }

        var metadata = file.GetMetadataReader();
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(Path.Combine(project.Intermediate, "App.dll"), ".pdb")));
        return (bytes, metadata.GetGuid(metadata.GetModuleDefinition().Mvid), Documents(symbols.GetMetadataReader()));
    }

    // The compiler's own table of the documents of types that have no code there: editors go to such types by it.
    private static async Task<string[]> DocumentsOfTypesAsync(WovenProject project, params string[] arguments)
    {
        var build = await project.BuildAsync(["--no-incremental", .. arguments]);
        Assert.AreEqual(0, build.ExitCode, build.ToString());
        using var assembly = new PEReader(File.OpenRead(Path.Combine(project.Intermediate, "App.dll")));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.Combine(project.Intermediate, "App.pdb")));
        var metadata = assembly.GetMetadataReader();
        var symbols = provider.GetMetadataReader();
        var rows = new List<string>();
        foreach (var information in symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation).Where(information => symbols.GetGuid(information.Kind) == s_typeDefinitionDocuments))
        {
            var type = metadata.GetTypeDefinition((TypeDefinitionHandle)information.Parent);
            var documents = symbols.GetBlobReader(information.Value);
            while (documents.RemainingBytes > 0)
            {
                var document = MetadataTokens.DocumentHandle(documents.ReadCompressedInteger());
                rows.Add($"{metadata.GetString(type.Name)} {symbols.GetString(symbols.GetDocument(document).Name)}");
            }
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static string[] Documents(MetadataReader symbols)
        => [.. symbols.Documents.Select(document => Path.GetFileName(symbols.GetString(symbols.GetDocument(document).Name)))];
}
