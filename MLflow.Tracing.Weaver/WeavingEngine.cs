using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver;

/// <summary>The whole way of one module: select, emit, say what was done. Both hosts, Fody and the command, call this.</summary>
internal static class WeavingEngine
{
    /// <summary>Weaves a module in memory.</summary>
    /// <param name="module">The module, changed in place unless the result holds an error or nothing matched.</param>
    /// <param name="core">MLflow.Tracing.Core, as the module's project references it.</param>
    /// <param name="configuration">The effective configuration.</param>
    public static WeavingResult Weave(ModuleDefinition module, AssemblyDefinition core, WeaverConfiguration configuration)
        => throw new NotImplementedException();
}
