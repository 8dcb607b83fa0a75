using System.Xml.Linq;
using MLflow.Tracing.Build.Handover;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Tests.Building;

[TestClass]
public sealed class HandoverTests
{
    [TestMethod]
    public void Diagnostics_come_back_as_they_were_written()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "diagnostics.xml");
        WeaverDiagnostic[] diagnostics =
        [
            new("MLT001", DiagnosticSeverity.Error, "<Include> & \"quotes\"\n  and a second line", "/src/Fody Weavers.xml", 3, 7),
            new("MLT012", DiagnosticSeverity.Warning, "without a place"),
            new("MLT013", DiagnosticSeverity.Information, "Größe", "C:\\src\\a.cs", 1),
        ];

        new DiagnosticsFile("wove 3", diagnostics) { Details = ["<Include> matches 3", "it took 5 ms"] }.Write(path);

        var read = DiagnosticsFile.Read(path);
        Assert.AreEqual("wove 3", read.Summary);
        CollectionAssert.AreEqual(diagnostics, read.Diagnostics.ToArray());
        CollectionAssert.AreEqual(new[] { "<Include> matches 3", "it took 5 ms" }, read.Details.ToArray());
    }

    [TestMethod]
    public void Diagnostics_with_characters_that_XML_forbids_are_written_all_the_same()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "diagnostics.xml");

        new DiagnosticsFile(null, [new("MLT012", DiagnosticSeverity.Warning, "obfuscated \u0001 name")]).Write(path);

        var read = DiagnosticsFile.Read(path);
        Assert.IsNull(read.Summary);
        Assert.AreEqual("obfuscated \uFFFD name", read.Diagnostics.Single().Message);
    }

    [TestMethod]
    public void Settings_are_written_only_when_they_change()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "obj", "settings.xml");
        var settings = new SettingsFile(false, ["/src/FodyWeavers.xml"], [XElement.Parse("""<MLflow.Tracing Report="true"><Include Namespace="A" /></MLflow.Tracing>""")]);
        var past = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        settings.WriteIfChanged(path);
        File.SetLastWriteTimeUtc(path, past);
        settings.WriteIfChanged(path);
        Assert.AreEqual(past, File.GetLastWriteTimeUtc(path));

        (settings with { IsWeavingDisabled = true }).WriteIfChanged(path);
        Assert.AreNotEqual(past, File.GetLastWriteTimeUtc(path));

        var read = SettingsFile.Read(path);
        Assert.IsTrue(read.IsWeavingDisabled);
        CollectionAssert.AreEqual(new[] { "/src/FodyWeavers.xml" }, read.ConfigurationFiles.ToArray());
        Assert.IsTrue(XNode.DeepEquals(settings.Elements.Single(), read.Elements.Single()));
    }

    [TestMethod]
    [DataRow("solution", "solution|project", DisplayName = "named solution directory")]
    [DataRow("", "parent|project", DisplayName = "no solution: the parent, as with Fody")]
    [DataRow("*Undefined*", "parent|project", DisplayName = "project built alone")]
    [DataRow("parent/project", "project", DisplayName = "project beside its solution")]
    public void Configuration_files_are_found_where_Fody_finds_them(string solutionDirectory, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("solution/FodyWeavers.xml", "<Weavers />").Write("parent/FodyWeavers.xml", "<Weavers />").Write("parent/project/FodyWeavers.xml", "<Weavers />");
        var given = solutionDirectory is "" or "*Undefined*" ? solutionDirectory : Path.Combine(folder.Path, solutionDirectory);

        var found = WeaversXml.Find(given, Path.Combine(folder.Path, "parent", "project")).ToList();

        Assert.AreEqual(expected, string.Join('|', found.Select(static one => Path.GetFileName(Path.GetDirectoryName(one.File)))));
        Assert.IsFalse(found[^1].IsInherited);
        Assert.IsTrue(found.SkipLast(1).All(static one => one.IsInherited));
    }
}
