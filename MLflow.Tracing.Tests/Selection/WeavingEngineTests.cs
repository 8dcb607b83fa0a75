using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class WeavingEngineTests
{
    private const string Code = "public class C { public void Run() => Console.WriteLine(); }";
    private const string Everything = "<MLflow.Tracing><Include Namespace='**'/></MLflow.Tracing>";

    private static readonly AssemblyDefinition s_core = AssemblyDefinition.ReadAssembly(typeof(TraceAttribute).Assembly.Location);

    [TestMethod]
    public void Module_when_weaving_is_switched_off_is_left_as_it_is()
    {
        var (result, isUntouched) = Weave(Code, "<MLflow.Tracing Enabled='false'><Include Namespace='**'/></MLflow.Tracing>");

        Assert.IsTrue(isUntouched);
        AssertOnly(result, "MLT067", DiagnosticSeverity.Information);
        Assert.AreEqual("MLflow.Tracing: weaving is switched off", result.Report.Summary(null));
    }

    [TestMethod]
    public void Module_when_nothing_is_selected_is_left_as_it_is()
    {
        var (result, isUntouched) = Weave(Code, "<MLflow.Tracing TrackingUri='databricks'/>");

        Assert.IsTrue(isUntouched);
        AssertOnly(result, "MLT069", DiagnosticSeverity.Information);
        Assert.AreEqual("MLflow.Tracing: wove nothing: there is no rule, and no method with [Trace]", result.Report.Summary(null));
    }

    [TestMethod]
    public void B10_reference_assembly_when_given_is_left_as_it_is()
    {
        var (result, isUntouched) = Weave("[assembly: System.Runtime.CompilerServices.ReferenceAssembly] " + Code, Everything);

        Assert.IsTrue(isUntouched);
        AssertOnly(result, "MLT068", DiagnosticSeverity.Information);
    }

    [TestMethod]
    public void Tracing_library_when_given_is_left_as_it_is()
    {
        var result = WeavingEngine.Weave(s_core.MainModule, s_core, ConfigurationXml.Overlay(ConfigurationXml.Source(Everything)));

        AssertOnly(result, "MLT068", DiagnosticSeverity.Information);
    }

    [TestMethod]
    public void B21_module_when_woven_before_with_this_configuration_is_left_as_it_is()
    {
        var hash = ConfigurationHash.Compute(ConfigurationXml.Overlay(ConfigurationXml.Source(Everything)), EngineVersion.Current);

        var (result, isUntouched) = Weave($"[assembly: MLflow.Tracing.Woven.Woven(\"{EngineVersion.Current}\", \"{hash}\")] {Code}", Everything);

        Assert.IsTrue(isUntouched);
        AssertOnly(result, "MLT065", DiagnosticSeverity.Information);
    }

    [TestMethod]
    public void B21_module_when_woven_before_with_another_configuration_is_refused_with_advice()
    {
        var (result, isUntouched) = Weave($"[assembly: MLflow.Tracing.Woven.Woven(\"0.0.7\", \"abc\")] {Code}", Everything);

        Assert.IsTrue(isUntouched);
        AssertOnly(result, "MLT066", DiagnosticSeverity.Error);
        StringAssert.Contains(result.Diagnostics[0].Message, "engine 0.0.7", StringComparison.Ordinal);
        StringAssert.Contains(result.Diagnostics[0].Message, "--no-incremental", StringComparison.Ordinal);
    }

    [TestMethod]
    public void B21_module_when_woven_carries_what_tells_a_second_weave_to_do_nothing()
    {
        var module = SourceModule.Compile(Code);
        var configuration = ConfigurationXml.Overlay(ConfigurationXml.Source(Everything));

        var first = WeavingEngine.Weave(module, s_core, configuration);
        var afterFirst = Contents(module);
        var second = WeavingEngine.Weave(module, s_core, configuration);
        var other = WeavingEngine.Weave(module, s_core, ConfigurationXml.Overlay(ConfigurationXml.Source("<MLflow.Tracing><Include Type='C'/></MLflow.Tracing>")));

        Assert.AreEqual("Run", first.Woven.Single().Method.Name);
        Assert.AreEqual("MLflow.Tracing: wove 1 method in 1 type, skipped 0", first.Report.Summary(null));
        AssertOnly(second, "MLT065", DiagnosticSeverity.Information);
        AssertOnly(other, "MLT066", DiagnosticSeverity.Error);
        Assert.AreEqual(afterFirst, Contents(module));
    }

    [TestMethod]
    public void Attribute_when_its_method_cannot_be_woven_is_a_warning()
    {
        var (result, _) = Weave("class C { void Run() => Console.WriteLine(); [Trace, System.Runtime.InteropServices.DllImport(\"x\")] static extern void Native(); }", Everything);

        var diagnostic = result.Diagnostics.Single();
        Assert.AreEqual(DiagnosticSeverity.Warning, diagnostic.Severity);
        StringAssert.Contains(diagnostic.Message, "C.Native", StringComparison.Ordinal);
        Assert.AreEqual("Code.cs", diagnostic.File);
        Assert.HasCount(1, result.Skipped);
    }

    [TestMethod]
    public void Regular_expression_when_it_backtracks_without_end_is_an_error_at_its_rule()
    {
        var rules = ConfigurationXml.Source("<MLflow.Tracing>\n<Include Method='regex:(a+)+b'/>\n</MLflow.Tracing>");

        var (result, isUntouched) = Weave($"class C {{ void {new string('a', 60)}() => Console.WriteLine(); }}", rules);

        Assert.IsTrue(isUntouched);
        AssertOnly(result, "MLT005", DiagnosticSeverity.Error);
        Assert.AreEqual(("FodyWeavers.xml", 2), (result.Diagnostics[0].File, result.Diagnostics[0].Line));
        StringAssert.Contains(result.Diagnostics[0].Message, "'(a+)+b'", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Engine_version_when_shown_has_no_build_metadata()
        => StringAssert.DoesNotMatch(EngineVersion.Current, new System.Text.RegularExpressions.Regex(@"\+|^$"));

    private static (WeavingResult Result, bool IsUntouched) Weave(string code, string configuration) => Weave(code, ConfigurationXml.Source(configuration));

    private static (WeavingResult Result, bool IsUntouched) Weave(string code, ConfigurationSource configuration)
    {
        var module = SourceModule.Compile(code);
        var before = Contents(module);
        var result = WeavingEngine.Weave(module, s_core, ConfigurationXml.Overlay(configuration));
        return (result, before == Contents(module));
    }

    private static string Contents(ModuleDefinition module) => string.Join("\n", [
        .. module.AssemblyReferences.Select(static reference => reference.FullName),
        .. module.Assembly.CustomAttributes.Select(static attribute => attribute.AttributeType.FullName),
        .. module.GetTypes().SelectMany(static type => type.Methods).Select(static method => $"{method.FullName}: {(method.HasBody ? string.Join("; ", method.Body.Instructions) : "")}"),
    ]);

    private static void AssertOnly(WeavingResult result, string id, DiagnosticSeverity severity)
    {
        Assert.IsEmpty(result.Woven);
        Assert.AreEqual((id, severity), (result.Diagnostics.Single().Id, result.Diagnostics.Single().Severity), result.Diagnostics.Single().Message);
        CollectionAssert.AreEqual(result.Diagnostics.ToArray(), result.Report.Diagnostics.ToArray());
    }
}
