using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Woven code fits the run-time library that its project refers to, or is not woven at all.</summary>
[TestClass]
public sealed class RequiredHooksTests
{
    private const string Traced = "class C { [Trace] static int Run(int n) => n + Console.In.Read(); }";

    [TestMethod]
    public void Woven_fixtures_call_only_hooks_that_are_checked_before()
    {
        foreach (Fixture fixture in Fixture.All)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(WovenFixture.Everything(fixture).Path);
            string[] called = [.. module.GetMemberReferences().OfType<MethodReference>().Where(m => m.DeclaringType.Namespace == "MLflow.Tracing.Woven").Select(m => $"{m.DeclaringType.Name}.{m.Name}").Distinct()];

            Assert.IsGreaterThan(8, called.Length);
            Assert.IsEmpty(called.Except(RequiredHooks.Names.SelectMany(type => type.Value.Select(name => $"{type.Key}.{name}"))));
        }
    }

    [TestMethod]
    public void This_version_of_Core_has_them_all()
    {
        using AssemblyDefinition core = Core();

        Assert.IsNull(RequiredHooks.FirstMissing(core));
    }

    [TestMethod]
    [DataRow("Iteration", null, "Iteration.Begin")]
    [DataRow("TraceScope", "CompleteSpan", "TraceScope.CompleteSpan")]
    public void Core_of_another_version_is_an_error_and_the_module_stays_as_it_was(string type, string? method, string missing)
    {
        using AssemblyDefinition core = Core();
        TypeDefinition definition = core.MainModule.GetType("MLflow.Tracing.Woven", type);
        if (method is null)
        {
            core.MainModule.Types.Remove(definition);
        }
        else
        {
            definition.Methods.Remove(definition.Methods.Single(m => m.Name == method));
        }

        using ModuleDefinition module = SourceModule.Compile(Traced);
        WeavingResult result = WeavingEngine.Weave(module, core, WeaverConfiguration.Overlay([], []));

        WeaverDiagnostic error = result.Diagnostics.Single();
        Assert.AreEqual("MLT083", error.Id);
        Assert.AreEqual(DiagnosticSeverity.Error, error.Severity);
        Assert.Contains(missing, error.Message);
        Assert.IsEmpty(result.Woven);
        Assert.IsFalse(module.Method("Run").Body.HasExceptionHandlers);
    }

    private static AssemblyDefinition Core() => AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
}
