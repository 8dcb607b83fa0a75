using System.Xml.Linq;
using System.Xml.Schema;

namespace MLflow.Tracing.Tests.Building;

[TestClass]
public sealed class WovenBuildTests
{
    private const string Summary = "MLflow.Tracing: wove ";

    [TestMethod]
    public async Task B21_project_is_woven_when_built_and_again_only_when_something_changed()
    {
        using var project = new WovenProject();
        project.Write("App/FodyWeavers.xml", "<Weavers>\n  <MLflow.Tracing>\n    <Include Namespace=\"Shop\" />\n    <Include Namespace=\"Shopp\" />\n  </MLflow.Tracing>\n</Weavers>");
        var sources = project.Sources;

        var first = await project.BuildAsync();
        Assert.AreEqual(0, first.ExitCode, first.ToString());
        Assert.Contains(Summary, first.Output, first.ToString());
        Assert.Contains("FodyWeavers.xml(4,6): warning MLT060: ", first.Output, first.ToString());
        Assert.IsNotNull(project.WovenMark());
        Assert.IsFalse(File.Exists(project.ReportFile));
        CollectionAssert.AreEqual(sources.ToArray(), project.Sources.ToArray(), "A build writes nothing beside the sources.");
        CollectionAssert.AreEquivalent(
            new[] { "App", "App.deps.json", "App.dll", "App.pdb", "App.runtimeconfig.json", "MLflow.Tracing.Core.dll", "MLflow.Tracing.Core.pdb", "MLflow.Tracing.Core.xml", "Newtonsoft.Json.dll" },
            project.OutputFiles.Select(static file => file.Replace(".exe", "", StringComparison.Ordinal)).ToArray());

        var compiled = project.CompiledAt;
        var unchanged = await project.BuildAsync();
        Assert.AreEqual(compiled, project.CompiledAt);
        Assert.DoesNotContain("MLT060", unchanged.Output, "Like a compiler's, warnings are not repeated by a build that compiles nothing.\n" + unchanged);
        Assert.DoesNotContain(Summary, unchanged.Output, unchanged.ToString());

        project.Write("FodyWeavers.xml", """<Weavers><MLflow.Tracing Report="true" /></Weavers>""");
        var withSolutionFile = await project.BuildAsync();
        Assert.Contains(Summary, withSolutionFile.Output, withSolutionFile.ToString());
        Assert.Contains("App.csproj.MLflow.Tracing.report.json", withSolutionFile.Output, withSolutionFile.ToString());
        Assert.Contains("Orders", await File.ReadAllTextAsync(project.ReportFile));

        project.Write("App/FodyWeavers.xml", """<Weavers><MLflow.Tracing TrackingUri="file:traces" Report="false" /></Weavers>""");
        var withOtherRules = await project.BuildAsync();
        Assert.Contains(Summary, withOtherRules.Output, withOtherRules.ToString());
        Assert.AreEqual("file:traces", project.WovenMark()!.Properties.Single(static property => property.Name == "TrackingUri").Argument.Value);
        Assert.IsFalse(File.Exists(project.ReportFile), "The report of an earlier build would be taken for this one's.");
    }

    [TestMethod]
    public async Task B21_project_without_any_file_is_woven_by_its_attributes_and_properties()
    {
        using var project = new WovenProject("<MLflowTrackingUri>file:from-property</MLflowTrackingUri><MLflowTracingNamespace>Shop</MLflowTracingNamespace><MLflowTracingReport>true</MLflowTracingReport>");
        var sources = project.Sources;

        var build = await project.BuildAsync();
        Assert.AreEqual(0, build.ExitCode, build.ToString());
        Assert.DoesNotContain("warning", build.Output, build.ToString());
        Assert.AreEqual("file:from-property", project.WovenMark()!.Properties.Single(static property => property.Name == "TrackingUri").Argument.Value);
        CollectionAssert.AreEqual(sources.ToArray(), project.Sources.ToArray(), "Fody writes a FodyWeavers.xml when nothing is configured.");

        var inputs = await project.DotnetAsync("msbuild", "-t:ResolveProjectReferences;MLflowTracingPrepare", "-getItem:CustomAdditionalCompileInputs");
        Assert.Contains("MLflow.Tracing.Fody.dll", inputs.Output, "A new weaver must weave again.\n" + inputs);

        project.Write("App/FodyWeavers.xml", "a build without weaving does not read this");
        var disabled = await project.BuildAsync("-p:DisableFody=true");
        Assert.AreEqual(0, disabled.ExitCode, disabled.ToString());
        Assert.IsNull(project.WovenMark());
        var run = await project.RunAsync();
        Assert.AreEqual("8", run.Output.Trim(), run.ToString());
    }

    [TestMethod]
    public async Task Schema_that_a_build_writes_when_asked_tells_good_configurations_from_bad_ones()
    {
        using var project = new WovenProject();
        project.Write("App/FodyWeavers.xml", "<Weavers><MLflow.Tracing /></Weavers>");
        var build = await project.BuildAsync("-p:FodyGenerateXsd=true");
        Assert.AreEqual(0, build.ExitCode, build.ToString());

        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(project.Folder, "App", "FodyWeavers.xsd"));
        Assert.AreEqual("", Problems("""<Include Namespace="Shop.**" SpanType="TOOL" /><Exclude Type="*Tests" />"""));
        Assert.Contains("'Metod'", Problems("""<Include Metod="Run" />"""));
        Assert.Contains("'Includes'", Problems("""<Includes Method="Run" />"""));

        string Problems(string rules)
        {
            var problems = new List<string>();
            XDocument.Parse($"<Weavers><MLflow.Tracing>{rules}</MLflow.Tracing></Weavers>").Validate(schemas, (_, problem) => problems.Add(problem.Message));
            return string.Join('\n', problems);
        }
    }

    [TestMethod]
    public async Task Wrong_configuration_fails_the_build_with_code_and_place_until_it_is_corrected()
    {
        using var project = new WovenProject();
        project.Write("App/FodyWeavers.xml", "<Weavers>\n  <MLflow.Tracing Reports=\"true\" />\n</Weavers>");
        var first = await project.BuildAsync();
        Assert.AreEqual(1, first.ExitCode, first.ToString());
        Assert.Contains("FodyWeavers.xml(2,19): error MLT002: ", first.Output, first.ToString());

        var second = await project.BuildAsync();
        Assert.AreEqual(1, second.ExitCode, "The compiler's output is up to date, but it is not woven.\n" + second);
        Assert.Contains("FodyWeavers.xml(2,19): error MLT002: ", second.Output, second.ToString());

        project.Write("App/FodyWeavers.xml", "<Weavers>\n  <MLflow.Tracing\n</Weavers>");
        var malformed = await project.BuildAsync();
        Assert.AreEqual(1, malformed.ExitCode, malformed.ToString());
        Assert.Contains("FodyWeavers.xml(3,1): error MLT081: ", malformed.Output, malformed.ToString());

        project.Write("App/FodyWeavers.xml", "<Weavers>\n  <MLflow.Tracing />\n</Weavers>");
        var corrected = await project.BuildAsync();
        Assert.AreEqual(0, corrected.ExitCode, corrected.ToString());
        Assert.IsNotNull(project.WovenMark());
    }

    [TestMethod]
    public async Task Warning_obeys_the_compilers_properties()
    {
        using var project = new WovenProject("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><NoWarn>$(NoWarn);$(Unwanted)</NoWarn>");
        project.Write("App/FodyWeavers.xml", "<Weavers>\n  <MLflow.Tracing>\n    <Include Namespace=\"Shopp\" />\n  </MLflow.Tracing>\n</Weavers>");

        var strict = await project.BuildAsync();
        Assert.AreEqual(1, strict.ExitCode, strict.ToString());
        Assert.Contains("FodyWeavers.xml(3,6): error MLT060: ", strict.Output, strict.ToString());

        var quiet = await project.BuildAsync("-p:Unwanted=MLT060");
        Assert.AreEqual(0, quiet.ExitCode, quiet.ToString());
        Assert.DoesNotContain("MLT060", quiet.Output, quiet.ToString());
        Assert.Contains(Summary, quiet.Output, quiet.ToString());
    }

    [TestMethod]
    public async Task B27_project_without_the_runtime_library_is_told_to_reference_it()
    {
        using var project = new WovenProject(items: """<ProjectReference Remove="@(ProjectReference->WithMetadataValue('Filename', 'MLflow.Tracing.Core'))" />""");
        project.Write("App/Program.cs", "System.Console.WriteLine();");

        var build = await project.BuildAsync();
        Assert.AreEqual(1, build.ExitCode, build.ToString());
        Assert.Contains("App.csproj : error MLT080: ", build.Output, build.ToString());
    }

    [TestMethod]
    public async Task B20_environment_of_a_build_when_it_says_so_leaves_the_project_unwoven_and_back()
    {
        using var project = new WovenProject();
        project.Write("App/FodyWeavers.xml", """<Weavers><MLflow.Tracing Enabled="true"><Include Namespace="Shop" /></MLflow.Tracing></Weavers>""");
        project.BuildEnvironment["MLFLOW_TRACING_WEAVE"] = "false";

        var off = await project.BuildAsync("-v:detailed");
        Assert.AreEqual(0, off.ExitCode, off.ToString());
        Assert.Contains("MLflow.Tracing: weaving is switched off", off.Output, off.ToString());
        Assert.Contains("message MLT067: ", off.Output, off.ToString());
        Assert.IsNull(project.WovenMark());

        project.BuildEnvironment["MLFLOW_TRACING_WEAVE"] = "maybe";
        var unclear = await project.BuildAsync();
        Assert.AreEqual(1, unclear.ExitCode, unclear.ToString());
        Assert.Contains("error MLT003: Enabled=\"maybe\"", unclear.Output, unclear.ToString());

        project.BuildEnvironment.Clear();
        var on = await project.BuildAsync();
        Assert.AreEqual(0, on.ExitCode, on.ToString());
        Assert.Contains(Summary, on.Output, on.ToString());
        Assert.IsNotNull(project.WovenMark());
    }
}
