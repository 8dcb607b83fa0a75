using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Building;

/// <summary>Files that cannot be woven end in a diagnostic, and stay as they are.</summary>
[TestClass]
public sealed class AssemblyInputTests
{
    private const int IlOnlyFlag = 16;

    private static readonly string s_assembly = Fixture.Named("Shapes-Release-net10.0").Path;

    [TestMethod]
    public void Assembly_when_sound_is_read_with_its_symbols()
    {
        var input = AssemblyInput.Read(s_assembly, WovenFixture.Resolver(s_assembly));

        Assert.AreEqual("", string.Join("; ", input.Diagnostics));
        Assert.IsTrue(input.Module!.HasSymbols);
        Assert.IsTrue(input.Module.GetType("Shapes.Flow").Methods.Single(static method => method.Name == "Text").DebugInformation.HasSequencePoints);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("MZ")]
    [DataRow("not an assembly, but long enough to be taken for one by somebody who looks at the size alone")]
    public void File_when_it_is_something_else_is_refused(string content) => AssertRefused("MLT091", System.Text.Encoding.ASCII.GetBytes(content));

    [TestMethod]
    public void File_when_it_is_not_there_is_refused()
        => Assert.AreEqual("MLT090", AssemblyInput.Read(Path.Combine(Path.GetTempPath(), "no", "such.dll"), new DefaultAssemblyResolver()).Diagnostics.Single().Id);

    [TestMethod]
    public void B14_MLT094_assembly_compiled_ready_to_run_is_read_as_if_it_held_IL_alone()
    {
        var path = typeof(Enumerable).Assembly.Location;

        var input = AssemblyInput.Read(path, WovenFixture.Resolver(path));

        Assert.AreEqual("MLT094", input.Diagnostics.Single().Id);
        Assert.AreEqual(ModuleAttributes.ILOnly, input.Module!.Attributes & (ModuleAttributes.ILOnly | (ModuleAttributes)4));
        Assert.AreEqual(TargetArchitecture.I386, input.Module.Architecture);
    }

    [TestMethod]
    public void B15_MLT093_mixed_mode_assembly_is_refused()
    {
        var image = File.ReadAllBytes(s_assembly);
        using var file = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(image));
        image[file.PEHeaders.CorHeaderStartOffset + IlOnlyFlag] &= 0xFE;

        AssertRefused("MLT093", image);
    }

    [TestMethod]
    public void B16_MLT092_single_file_bundle_is_refused_and_told_from_a_mere_host()
    {
        var host = File.ReadAllBytes(Environment.ProcessPath!);
        AssertRefused("MLT091", host);

        // The host holds a mark after the place of the bundle, which is zero without one.
        byte[] mark = [0x8B, 0x12, 0x02, 0xB9, 0x6A, 0x61, 0x20, 0x38];
        host[host.AsSpan().IndexOf(mark) - 8] = 1;
        AssertRefused("MLT092", host);
    }

    [TestMethod]
    public void Assembly_when_cut_off_anywhere_is_refused_or_read()
    {
        var image = File.ReadAllBytes(s_assembly);
        for (var step = 1; step < 64; step++)
        {
            AssertRefusedOrRead(image[..(image.Length * step / 64)]);
        }
    }

    [TestMethod]
    public void Type_parameter_by_a_number_that_none_can_have_is_refused_before_memory_runs_out()
    {
        using var module = SourceModule.Compile("class C { static void Run<T>(T a, int b, int c, int d) { } }");
        using var written = new MemoryStream();
        module.Write(written);
        var image = written.ToArray();

        // void Run<1>(!!0, int, int, int), and then void Run<1>(!!536870911, …
        byte[] signature = [0x10, 0x01, 0x04, 0x01, 0x1E, 0x00, 0x08, 0x08, 0x08];
        byte[] endless = [0x10, 0x01, 0x04, 0x01, 0x1E, 0xDF, 0xFF, 0xFF, 0xFF];
        var place = image.AsSpan().IndexOf(signature);
        Assert.AreEqual(place, image.AsSpan().LastIndexOf(signature));
        AssertRead(image);
        endless.CopyTo(image, place);

        AssertRefused("MLT095", image);
    }

    [TestMethod]
    public void Signatures_that_disagree_on_what_is_a_value_type_are_refused()
    {
        using var module = SourceModule.Compile("struct S { } class C { static void Run(S s, int a, int b, int c) { } static void Go(S s) { } }");
        using var written = new MemoryStream();
        module.Write(written);
        var image = written.ToArray();
        AssertRead(image);

        // void Run(valuetype …, int, int, int)
        var place = Enumerable.Range(0, image.Length - 8).Single(at => image[at..(at + 4)] is [0x00, 0x04, 0x01, 0x11] && image[(at + 5)..(at + 8)] is [0x08, 0x08, 0x08]);
        image[place + 3] = 0x12;

        AssertRefused("MLT095", image);
    }

    [TestMethod]
    public void Type_that_is_nested_nowhere_is_refused()
    {
        using var module = SourceModule.Compile("public class Lost { public static int Number() => 1; } public class User { public static int Run() => Lost.Number(); }");
        module.GetType("Lost").Attributes |= TypeAttributes.NestedFamily;
        using var written = new MemoryStream();
        module.Write(written);

        AssertRefused("MLT095", written.ToArray());
    }

    [TestMethod]
    public void Metadata_with_more_streams_than_it_holds_is_refused_before_they_are_read()
    {
        var image = File.ReadAllBytes(s_assembly);
        using var file = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(image));
        var root = file.PEHeaders.MetadataStartOffset;
        var streams = root + 16 + BitConverter.ToInt32(image, root + 12) + 2; // after the length of the version, the version and the flags
        Assert.AreEqual(5, BitConverter.ToInt16(image, streams));
        image[streams + 1] = 0x1D;

        Assert.IsNotNull(MetadataCheck.ProblemOf(image));
        AssertRefused("MLT095", image);
    }

    [TestMethod]
    public void Symbols_of_another_build_are_told_and_left_out()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "Shapes.dll");
        File.Copy(s_assembly, path);
        File.Copy(Path.ChangeExtension(Fixture.Named("Shapes-Debug-net10.0").Path, ".pdb"), Path.ChangeExtension(path, ".pdb"));

        var input = AssemblyInput.Read(path, WovenFixture.Resolver(s_assembly));

        Assert.AreEqual(("MLT096", DiagnosticSeverity.Warning), (input.Diagnostics.Single().Id, input.Diagnostics.Single().Severity));
        Assert.IsFalse(input.Module!.HasSymbols);
    }

    private static void AssertRefused(string id, byte[] image)
    {
        var input = ReadFromFile(image);
        Assert.IsNull(input.Module);
        Assert.AreEqual((id, DiagnosticSeverity.Error), (input.Diagnostics.Single().Id, input.Diagnostics.Single().Severity), input.Diagnostics.Single().Message);
    }

    private static void AssertRead(byte[] image) => Assert.IsNotNull(ReadFromFile(image).Module);

    private static void AssertRefusedOrRead(byte[] image)
    {
        var input = ReadFromFile(image);
        Assert.AreEqual(input.Module is null, input.Diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    private static AssemblyInput ReadFromFile(byte[] image)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "Input.dll");
        File.WriteAllBytes(path, image);
        var input = AssemblyInput.Read(path, WovenFixture.Resolver(s_assembly));
        CollectionAssert.AreEqual(image, File.ReadAllBytes(path));
        return input;
    }

    [TestMethod]
    public void B6_symbols_of_windows_are_told_of_and_the_assembly_is_read_without()
    {
        using var folder = new Samples.TemporaryFolder();
        var assembly = Path.Combine(folder.Path, Path.GetFileName(s_assembly));
        File.Copy(s_assembly, assembly);
        File.WriteAllBytes(Path.ChangeExtension(assembly, ".pdb"), [.. "Microsoft C/C++ MSF 7.00\r\n\u001aDS\0\0\0"u8, .. new byte[4096]]);

        var input = AssemblyInput.Read(assembly, WovenFixture.Resolver(s_assembly));

        Assert.AreEqual("MLT096", input.Diagnostics.Single().Id);
        Assert.IsFalse(input.Module!.HasSymbols);
    }
}
