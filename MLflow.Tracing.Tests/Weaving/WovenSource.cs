using System.Reflection;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Source text compiled, woven by its attributes, checked and loaded.</summary>
internal static class WovenSource
{
    /// <summary>Expects the weaver to have nothing to warn about.</summary>
    public static Assembly Load(string source)
    {
        using ModuleDefinition module = SourceModule.Compile(source);
        Assert.DoesNotContain(d => d.Severity != DiagnosticSeverity.Information, Weave(module).Diagnostics);
        string path = Path.Combine(ScratchFolder.Create(), "Fixture.dll");
        module.Write(path);
        Assert.IsEmpty(IlReaderGate.Findings(path));
        return FixtureContext.Load(path);
    }

    /// <summary>Weaves in memory, with no rules.</summary>
    public static WeavingResult Weave(ModuleDefinition module)
    {
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(MLflow.Tracing.Woven.TraceSite).Assembly.Location);
        return WeavingEngine.Weave(module, core, WeaverConfiguration.Overlay([], []));
    }

    /// <summary>Calls a static method without arguments.</summary>
    public static object? Call(this Assembly assembly, string type, string method)
        => assembly.GetType(type, throwOnError: true)!.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null);
}
