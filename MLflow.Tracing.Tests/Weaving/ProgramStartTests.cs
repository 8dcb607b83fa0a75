using System.Xml.Linq;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using Microsoft.CodeAnalysis;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>What <c>TraceLlmCalls</c> adds to programs, and to nothing else.</summary>
[TestClass]
public sealed class ProgramStartTests
{
    private const string Hook = "System.Void MLflow.Tracing.Woven.ProgramStart::TraceLlmCalls()";

    [TestMethod]
    public void Program_calls_the_hook_before_its_first_line()
    {
        using var module = SourceModule.Compile("Console.WriteLine();", kind: OutputKind.ConsoleApplication);

        var result = Weave(module, "true");

        Assert.IsTrue(result.IsChanged);
        Assert.IsEmpty(result.Diagnostics);
        Assert.AreEqual("MLflow.Tracing: wove 0 methods in 0 types, skipped 0, traces calls of language models", result.Report.Summary(null));
        CollectionAssert.AreEqual(new[] { $"call {Hook}", "ret " }, Initializer(module));
        Assert.HasCount(1, module.Assembly.CustomAttributes.Where(static attribute => attribute.AttributeType.Name == "WovenAttribute").ToList());
        Assert.IsTrue(WovenIsSound(module));
    }

    [TestMethod]
    public void Module_initializer_of_the_programs_own_runs_after_it()
    {
        using var module = SourceModule.Compile(
            "Console.WriteLine(); static class Early { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Run() { } }", kind: OutputKind.ConsoleApplication);

        Weave(module, "true");

        CollectionAssert.AreEqual(new[] { $"call {Hook}", "call System.Void Early::Run()", "ret " }, Initializer(module));
        Assert.IsTrue(WovenIsSound(module));
    }

    [TestMethod]
    [DataRow(OutputKind.DynamicallyLinkedLibrary, "true")]
    [DataRow(OutputKind.ConsoleApplication, "false")]
    public void Library_and_program_that_is_not_asked_stay_as_they_are(OutputKind kind, string value)
    {
        using var module = SourceModule.Compile(kind == OutputKind.ConsoleApplication ? "Console.WriteLine();" : "class C { }", kind: kind);

        var result = Weave(module, value);

        Assert.IsFalse(result.IsChanged);
        Assert.IsEmpty(Initializer(module));
        Assert.DoesNotContain(static reference => reference.Name == "MLflow.Tracing.Core", module.AssemblyReferences);
    }

    [TestMethod]
    [DataRow(".NETFramework,Version=v4.7.2", false)]
    [DataRow(".NETCoreApp,Version=v6.0", false)]
    [DataRow(".NETCoreApp,Version=v8.0", true)]
    [DataRow(".NETCoreApp,Version=v10.0", true)]
    public void Program_for_a_platform_without_such_calls_is_told_so_and_left_as_it_is(string platform, bool isWoven)
    {
        using var module = SourceModule.Compile(
            $"[assembly: System.Runtime.Versioning.TargetFramework(\"{platform}\")] class Program {{ static void Main() {{ }} }}", kind: OutputKind.ConsoleApplication);

        var result = Weave(module, "true");

        Assert.AreEqual(isWoven, result.IsChanged);
        CollectionAssert.AreEqual(isWoven ? [] : new[] { "MLT054", "MLT069" }, result.Diagnostics.Select(static diagnostic => diagnostic.Id).ToArray());
    }

    private static WeavingResult Weave(ModuleDefinition module, string value)
    {
        using var core = AssemblyDefinition.ReadAssembly(typeof(MLflow.Tracing.Woven.TraceSite).Assembly.Location);
        var source = new ConfigurationSource(new XElement("MLflow.Tracing", new XAttribute("TraceLlmCalls", value)), "FodyWeavers.xml", IsInherited: false);
        var problems = new List<WeaverDiagnostic>();
        var configuration = WeaverConfiguration.Overlay([source], problems);
        Assert.IsEmpty(problems);
        return WeavingEngine.Weave(module, core, configuration);
    }

    private static List<string> Initializer(ModuleDefinition module)
        => [.. module.Types[0].Methods.Where(static method => method.Name == ".cctor").SelectMany(static method => method.Body.Instructions).Where(static i => i.OpCode.Name != "nop").Select(static i => $"{i.OpCode.Name} {i.Operand}")];

    private static bool WovenIsSound(ModuleDefinition module)
    {
        var path = Path.Combine(ScratchFolder.Create(), "Fixture.dll");
        module.Write(path);
        return IlReaderGate.Findings(path).Length == 0;
    }
}
