using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>What gate P cannot know: where a woven method begins, and which of its code no debugger may show.</summary>
[TestClass]
[Gate("P")]
public sealed class SymbolTests
{
    public static IEnumerable<object[]> Fixtures => Fixture.All.Select(f => new object[] { f.ToString() });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void B7_woven_method_starts_on_its_first_line_and_the_appended_code_is_hidden(string fixture)
    {
        WovenFixture woven = WovenFixture.Everything(Fixture.Named(fixture));
        using ModuleDefinition module = WovenFixture.Read(woven.Path);
        int checkedMethods = 0;
        foreach (MethodDefinition method in Methods(module).Where(m => woven.Woven.Contains(m.FullName) && m.Body.ExceptionHandlers.Any(h => h.HandlerType == ExceptionHandlerType.Fault)))
        {
            var points = method.DebugInformation.SequencePoints;
            if (!points.Any(p => !p.IsHidden))
            {
                continue;
            }

            ExceptionHandler filter = method.Body.ExceptionHandlers[^2];
            Assert.AreEqual(0, points[0].Offset, method.FullName);
            Assert.IsTrue(points.Any(p => p.Offset == filter.FilterStart.Offset && p.IsHidden), method.FullName);
            Assert.IsFalse(points.Any(p => p.Offset > filter.FilterStart.Offset), method.FullName);
            Assert.AreEqual(0, method.DebugInformation.Scope?.Start.Offset ?? 0, method.FullName);
            Assert.IsFalse(Inner(method.DebugInformation.Scope).Any(s => s.End.IsEndOfMethod || s.End.Offset > filter.FilterStart.Offset), method.FullName);
            checkedMethods++;
        }

        Assert.IsGreaterThan(5, checkedMethods);
    }

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module)
        => module.GetTypes().Where(t => t.Namespace != "MLflow.Tracing.Generated").SelectMany(t => t.Methods).Where(m => m.HasBody && m.Body.Instructions.Count > 0);

    private static IEnumerable<ScopeDebugInformation> Inner(ScopeDebugInformation? scope)
        => scope is null ? [] : scope.Scopes.SelectMany(s => Inner(s).Prepend(s));
}
