using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Rewrites a module according to a plan.</summary>
internal static class ModuleEmitter
{
    /// <summary>Weaves the selected methods, adds the descriptors and the <c>WovenAttribute</c>.</summary>
    /// <param name="module">The module, changed in place.</param>
    /// <param name="core">The reference to MLflow.Tracing.Core that woven code uses; added to the module if it is not there yet.</param>
    /// <param name="plan">What to weave.</param>
    /// <returns>The methods that met an unforeseen shape and were left exactly as they were.</returns>
    public static IReadOnlyList<SkippedMethod> Emit(ModuleDefinition module, AssemblyDefinition core, WeavingPlan plan) => throw new NotImplementedException();
}
