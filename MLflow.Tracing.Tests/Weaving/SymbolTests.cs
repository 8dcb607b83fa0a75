using MLflow.Tracing.Tests.Conformance;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate P: what a debugger knows of a method is the same after weaving.</summary>
[TestClass]
[Gate("P")]
public sealed class SymbolTests
{
    public static IEnumerable<object[]> Fixtures => Fixture.All.Select(f => new object[] { f.ToString() });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void Lines_locals_and_await_points_are_as_before(string fixture)
    {
        using ModuleDefinition before = WovenFixture.Read(Fixture.Named(fixture).Path);
        using ModuleDefinition after = WovenFixture.Read(WovenFixture.Everything(Fixture.Named(fixture)).Path);
        Dictionary<string, MethodDefinition> woven = Methods(after).ToDictionary(m => m.FullName);

        foreach (MethodDefinition method in Methods(before))
        {
            MethodDefinition same = woven[method.FullName];
            CollectionAssert.AreEqual(Lines(method).Distinct().ToArray(), Lines(same).Distinct().ToArray(), method.FullName);
            CollectionAssert.AreEqual(Locals(method.DebugInformation.Scope).ToArray(), Locals(same.DebugInformation.Scope).ToArray(), method.FullName);
            Assert.AreEqual(AwaitPoints(method), AwaitPoints(same), method.FullName);
            Assert.AreEqual(method.DebugInformation.StateMachineKickOffMethod?.FullName, same.DebugInformation.StateMachineKickOffMethod?.FullName, method.FullName);
        }
    }

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

    private static IEnumerable<string> Lines(MethodDefinition method)
        => method.DebugInformation.SequencePoints.Where(p => !p.IsHidden).Select(p => $"{p.Document.Url} {p.StartLine}:{p.StartColumn}-{p.EndLine}:{p.EndColumn}");

    private static IEnumerable<string> Locals(ScopeDebugInformation? scope)
        => scope is null ? [] : [.. scope.Variables.Select(v => v.Name + v.Index), .. scope.Scopes.SelectMany(Locals)];

    private static IEnumerable<ScopeDebugInformation> Inner(ScopeDebugInformation? scope)
        => scope is null ? [] : scope.Scopes.SelectMany(s => Inner(s).Prepend(s));

    private static string? AwaitPoints(MethodDefinition method)
        => method.CustomDebugInformations.OfType<AsyncMethodBodyDebugInformation>().SingleOrDefault() is { } points
            ? $"{points.Yields.Count} {string.Join(",", points.Yields.Select(y => CodeAt(method, y.Offset)))} {string.Join(",", points.Resumes.Select(r => CodeAt(method, r.Offset)))} {(points.CatchHandler.Offset < 0 ? "none" : CodeAt(method, points.CatchHandler.Offset))}"
            : null;

    private static string CodeAt(MethodDefinition method, int offset)
        => method.Body.Instructions.Single(i => i.Offset == offset).OpCode.Code.ToString();
}
