using System.Reflection.PortableExecutable;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.Command;

/// <summary>Files that <c>mlflow-tracing weave</c> meets in published folders, and that are not simply the program's assemblies.</summary>
[TestClass]
public sealed class WeaveFileKindTests
{
    private const int PlaceOfFlags = 16;

    [TestMethod]
    public async Task MLT091_native_library_is_refused_by_its_name_and_passed_over_in_a_folder()
    {
        using var program = new FinishedProgram("Brief");
        var native = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*clrjit.*").First();
        File.Copy(native, Path.Combine(program.Folder, "Native.dll"));

        var refused = await CommandTool.RunAsync(program.Folder, "weave", "Native.dll", "--include", "**");
        var weave = await program.WeaveAsync("--include", "Brief");

        Assert.AreEqual(2, refused.ExitCode, refused.ToString());
        Assert.Contains("error MLT091", refused.Error);
        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Wove 5 methods in 1 assembly.", weave.Output);
        Assert.AreEqual(FolderPicture.HashOf(native), FolderPicture.HashOf(Path.Combine(program.Folder, "Native.dll")));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task MLT092_program_published_as_a_single_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Program.cs", "System.Console.WriteLine();").Write("Shop.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit>
                <RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>false</SelfContained><PublishSingleFile>true</PublishSingleFile>
              </PropertyGroup>
            </Project>
            """);
        var output = Path.Combine(folder.Path, "out");
        var published = await ProcessRun.DotnetAsync(folder.Path, ["publish", "-o", output]);
        Assert.AreEqual(0, published.ExitCode, published.ToString());
        var before = FolderPicture.Of(output);

        var weave = await CommandTool.RunAsync(output, "weave", "Shop", "--include", "**");

        Assert.AreEqual(2, weave.ExitCode, weave.ToString());
        Assert.Contains("error MLT092", weave.Error);
        Assert.AreEqual(before, FolderPicture.Of(output));
    }

    [TestMethod]
    public async Task MLT093_mixed_mode_assembly_stays_as_it_is_beside_one_that_is_woven()
    {
        using var program = new FinishedProgram("Brief");
        var image = await File.ReadAllBytesAsync(Fixture.Named("Shapes-Release-net10.0").Path);
        using (var file = new PEReader(new MemoryStream(image)))
        {
            image[file.PEHeaders.CorHeaderStartOffset + PlaceOfFlags] &= 0xFE;
        }

        var mixed = Path.Combine(program.Folder, "Shapes.dll");
        await File.WriteAllBytesAsync(mixed, image);

        var refused = await CommandTool.RunAsync(program.Folder, "weave", "Shapes.dll", "--include", "Shapes");
        var partly = await program.WeaveAsync("--include", "Shapes", "--include", "Brief");

        Assert.AreEqual(2, refused.ExitCode, refused.ToString());
        Assert.Contains("Shapes.dll: error MLT093", refused.Error);
        Assert.AreEqual(4, partly.ExitCode, partly.ToString());
        Assert.Contains("Wove 5 methods in 1 assembly.", partly.Output);
        Assert.AreSequenceEqual(image, await File.ReadAllBytesAsync(mixed));
    }

    [TestMethod]
    public async Task Satellite_assembly_is_passed_over_in_silence()
    {
        using var program = new FinishedProgram("Brief");
        var satellite = Path.Combine(program.Folder, "de", "Brief.resources.dll");
        SourceModule.Write(satellite, "[assembly: System.Reflection.AssemblyCulture(\"de\")]");
        var before = FolderPicture.HashOf(satellite);

        var weave = await program.WeaveAsync("--include", "**");
        var named = await CommandTool.RunAsync(program.Folder, "weave", satellite, "--include", "**");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.DoesNotContain("resources", weave.ToString());
        Assert.AreEqual(0, named.ExitCode, named.ToString());
        Assert.AreEqual(before, FolderPicture.HashOf(satellite));
    }

    [TestMethod]
    public async Task Assemblies_of_one_name_in_two_folders_are_each_woven_against_what_lies_beside_them()
    {
        using var program = new FinishedProgram("Brief");
        foreach (var (plugin, configuration, framework) in new[] { ("a", "Release", "net10.0"), ("b", "Debug", "netstandard2.0") })
        {
            var file = new Fixture("Shapes", configuration, framework).Path;
            Directory.CreateDirectory(Path.Combine(program.Folder, "plugins", plugin));
            File.Copy(file, Path.Combine(program.Folder, "plugins", plugin, "Shapes.dll"));
        }

        var weave = await program.WeaveAsync("--include", "Shapes", "--verify");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("plugins/a/Shapes.dll: wove", weave.Output);
        Assert.Contains("plugins/b/Shapes.dll: wove", weave.Output);
    }

    // What holds for a struct in one version may end the program in another: values of a ref struct cannot be looked at.
    [TestMethod]
    public async Task Plugin_is_woven_against_the_version_of_a_library_that_lies_beside_it()
    {
        using var program = new FinishedProgram("Brief");
        var plugin = Plugin(program.Folder, "public ref struct Item { public int Price; }");
        SourceModule.Write(Path.Combine(program.Folder, "Shared.dll"), "public struct Item { public int Price; }");

        var weave = await program.WeaveAsync("--include", "*:Orders:*");

        Assert.Contains("Wove 2 methods in 1 assembly.", weave.Output, weave.ToString());
        Assert.AreEqual(3, FixtureContext.Load(plugin).Call("Orders", "Total"));
    }

    [TestMethod]
    public async Task Assembly_of_which_a_reference_is_missing_is_woven_as_far_as_it_is_known()
    {
        using var program = new FinishedProgram("Brief");
        var plugin = Plugin(program.Folder, "public ref struct Item { public int Price; }");
        var library = Path.Combine(Path.GetDirectoryName(plugin)!, "Shared.dll");
        File.Move(library, library + ".away");

        var weave = await program.WeaveAsync("--include", "*:Orders:*");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Wove 2 methods in 1 assembly.", weave.Output);
        File.Move(library + ".away", library);
        Assert.AreEqual(3, FixtureContext.Load(plugin).Call("Orders", "Total"));
    }

    // Without a list of libraries the assemblies themselves tell the platform; those of the tracing library are for older ones, too.
    [TestMethod]
    public async Task Assembly_that_is_put_beside_a_woven_one_finds_all_that_it_needs_there()
    {
        using var folder = new TemporaryFolder();
        foreach (var project in new[] { "Brief", "Shapes" })
        {
            File.Copy(new Fixture(project, "Release", "net10.0").Path, Path.Combine(folder.Path, project + ".dll"));
            var weave = await CommandTool.RunAsync(folder.Path, "weave", ".", "--include", project);
            Assert.Contains($"{project}.dll: wove", weave.Output, weave.ToString());
        }

        CollectionAssert.AreEquivalent(
            new[] { "Brief.dll", "Shapes.dll", "MLflow.Tracing.Core.dll", "MLflow.Tracing.Http.dll", "Newtonsoft.Json.dll" },
            Directory.GetFiles(folder.Path).Select(static file => Path.GetFileName(file)).ToArray());
    }

    // In a folder of its own below the program's, with a library of its own.
    private static string Plugin(string program, string library)
    {
        var folder = Path.Combine(program, "plugins", "shop");
        SourceModule.Write(Path.Combine(folder, "Shared.dll"), library);
        var plugin = Path.Combine(folder, "Shop.dll");
        SourceModule.Write(
            plugin,
            "public static class Orders { public static int Total() => Sum(new Item { Price = 1 }, 3); public static int Sum(Item item, int count) => item.Price * count; }",
            Path.Combine(folder, "Shared.dll"));
        return plugin;
    }
}
