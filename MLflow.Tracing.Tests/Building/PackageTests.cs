using System.IO.Compression;
using System.Xml.Linq;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Snapshots;

namespace MLflow.Tracing.Tests.Building;

/// <summary>What <c>build/pack.sh</c> puts into the packages: nothing comes or goes unnoticed.</summary>
[TestClass]
[TestCategory("Long")]
[OSCondition(OperatingSystems.Linux)]
public sealed class PackageTests
{
    private const string Version = "0.0.0-snapshot";

    [TestMethod]
    public async Task Files_and_dependencies_of_the_packages_are_those_of_the_snapshot()
    {
        var pack = await ProcessRun.StartAsync("bash", Repository.Root, ["build/pack.sh", Version]);
        Assert.AreEqual(0, pack.ExitCode, pack.ToString());
        var packages = Directory.GetFiles(Path.Combine(Repository.Root, "artifacts", "packages"), "*.nupkg").Order(StringComparer.Ordinal).ToArray();

        Snapshot.Check("packages", string.Concat(packages.Select(Describe)));
        foreach (var package in packages.Where(static package => !Path.GetFileName(package).StartsWith("MLflow.Tracing.Cli.", StringComparison.Ordinal)))
        {
            Assert.IsEmpty(FilesOf(package).Where(static file => file.Contains("Cecil", StringComparison.Ordinal) || file.Contains("FodyHelpers", StringComparison.Ordinal) || file.Contains("Tests", StringComparison.Ordinal)).ToArray());
        }
    }

    private static string Describe(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        using var stream = archive.Entries.Single(static entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        var name = metadata.Elements().Single(static element => element.Name.LocalName == "id").Value;
        var dependencies = metadata.Descendants().Where(static element => element.Name.LocalName == "dependency")
            .Select(static dependency => $"  needs {dependency.Parent!.Attribute("targetFramework")?.Value}: {dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}{(dependency.Attribute("include") is { } include ? $" include={include.Value}" : "")}\n");
        return $"{name}\n{string.Concat(dependencies)}{string.Concat(FilesOf(package).Select(static file => $"  {file}\n"))}";
    }

    // Without what every package has: its own description, which is named after it, and NuGet's bookkeeping.
    private static IEnumerable<string> FilesOf(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(static entry => entry.FullName)
            .Where(static file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml" && !file.EndsWith(".nuspec", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }
}
