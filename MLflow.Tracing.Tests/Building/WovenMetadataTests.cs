using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Weaver;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Building;

/// <summary>What other tools look at in an assembly is as it was, whatever it was compiled for.</summary>
[TestClass]
public sealed class WovenMetadataTests
{
    private const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";

    public static IEnumerable<object[]> Fixtures => Fixture.All.Select(static fixture => new object[] { fixture.ToString() });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void B11_B12_references_gain_the_tracing_library_and_nothing_else(string fixture)
    {
        using var unwoven = WovenFixture.Read(Fixture.Named(fixture).Path);
        using var woven = WovenFixture.Read(WovenFixture.Everything(Fixture.Named(fixture)).Path);

        CollectionAssert.AreEqual(
            new[] { typeof(TraceAttribute).Assembly.GetName().FullName },
            woven.AssemblyReferences.Select(static reference => reference.FullName).Except(unwoven.AssemblyReferences.Select(static reference => reference.FullName)).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void B9_B19_methods_keep_the_lines_and_the_attributes_that_coverage_tools_go_by(string fixture)
    {
        using var unwoven = WovenFixture.Read(Fixture.Named(fixture).Path);
        using var woven = WovenFixture.Read(WovenFixture.Everything(Fixture.Named(fixture)).Path);
        var before = unwoven.GetTypes().SelectMany(static type => type.Methods).ToDictionary(static method => method.FullName, Traits);
        var after = woven.GetTypes().SelectMany(static type => type.Methods).Where(method => before.ContainsKey(method.FullName)).ToDictionary(static method => method.FullName, Traits);

        Assert.AreEqual("", string.Join(Environment.NewLine, before.Where(method => after[method.Key] != method.Value).Select(method => $"{method.Key}: {method.Value} became {after[method.Key]}")));
        CollectionAssert.IsSubsetOf(AttributesOf(unwoven.Assembly), AttributesOf(woven.Assembly));
    }

    [TestMethod]
    public void B17_assembly_without_code_is_passed_by_quietly()
    {
        var module = SourceModule.Compile("");
        using var core = AssemblyDefinition.ReadAssembly(typeof(TraceAttribute).Assembly.Location);

        var result = WeavingEngine.Weave(module, core, ConfigurationXml.Overlay(ConfigurationXml.Rules("<Include Namespace='**'/>", isInherited: true)));

        Assert.IsTrue(result.Diagnostics.All(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Information));
        Assert.AreEqual("MLT069", result.Diagnostics[^1].Id);
        Assert.IsFalse(module.Assembly.CustomAttributes.Any(static attribute => attribute.AttributeType.Name == "WovenAttribute"));
    }

    // The lines that can be covered, and whether the method counts as made by the compiler.
    private static string Traits(MethodDefinition method)
    {
        var lines = method.DebugInformation.SequencePoints.Where(static point => !point.IsHidden).Select(static point => point.StartLine).Distinct().Order();
        return $"lines {string.Join(' ', lines)}, made by the compiler {IsGenerated(method) || IsGenerated(method.DeclaringType)}";
    }

    private static bool IsGenerated(ICustomAttributeProvider provider) => provider.CustomAttributes.Any(static attribute => attribute.AttributeType.FullName == CompilerGenerated);

    private static string[] AttributesOf(AssemblyDefinition assembly)
        => [.. assembly.CustomAttributes.Select(static attribute => $"{attribute.AttributeType.Name}({string.Join(", ", attribute.ConstructorArguments.Select(static argument => argument.Value))})")];
}
