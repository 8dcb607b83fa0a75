using System.Reflection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>What the weaver leaves on an assembly for the run-time library and for itself.</summary>
[TestClass]
public sealed class WovenMarkTests
{
    [TestMethod]
    public void Mark_names_engine_configuration_and_the_defaults_that_are_set()
    {
        WovenAttribute mark = WeaveWith(new RuntimeDefaults("http://localhost:5000", null, "bot"));

        Assert.AreEqual(EngineVersion.Current, mark.EngineVersion);
        Assert.AreEqual("hash", mark.ConfigurationHash);
        Assert.AreEqual("http://localhost:5000", mark.TrackingUri);
        Assert.IsNull(mark.ExperimentId);
        Assert.AreEqual("bot", mark.ExperimentName);
    }

    [TestMethod]
    public void Mark_without_defaults_sets_none()
    {
        WovenAttribute mark = WeaveWith(new RuntimeDefaults(null, null, null));

        Assert.IsNull(mark.TrackingUri);
        Assert.IsNull(mark.ExperimentName);
    }

    private static WovenAttribute WeaveWith(RuntimeDefaults defaults)
    {
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named("Shapes-Release-net472").Path);
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        MethodDefinition method = module.GetType("Shapes.Flow").Methods.Single(m => m.Name == "Text");
        var selected = new SelectedMethod(method, WeavingStrategy.Synchronous, WovenFixture.Span(method), new SelectionOrigin(Explicit: true, "a test"));
        Assert.IsEmpty(ModuleEmitter.Emit(module, core, new WeavingPlan([selected], [], defaults, "hash")));

        string path = Path.Combine(ScratchFolder.Create(), "Shapes.dll");
        module.Write(path);
        return FixtureContext.Load(path).GetCustomAttribute<WovenAttribute>()!;
    }
}
