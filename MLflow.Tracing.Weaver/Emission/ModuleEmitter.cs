using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Rewrites a module according to a plan.</summary>
internal static class ModuleEmitter
{
    /// <summary>Weaves the selected methods, adds the descriptors and the <c>WovenAttribute</c>.</summary>
    /// <param name="module">The module, changed in place; left as it was when nothing could be woven.</param>
    /// <param name="core">The reference to MLflow.Tracing.Core that woven code uses; added to the module if it is not there yet.</param>
    /// <param name="plan">What to weave.</param>
    /// <returns>The methods that met an unforeseen shape and were left exactly as they were.</returns>
    public static IReadOnlyList<SkippedMethod> Emit(ModuleDefinition module, AssemblyDefinition core, WeavingPlan plan)
    {
        var skipped = new List<SkippedMethod>();
        if (plan.IsEmpty)
        {
            return skipped;
        }

        var references = new CoreReferences(module, core);
        var emitter = new MethodEmitter(references, new DescriptorHolders(module, references), new AmbientVisibility(plan.Selected), plan.Exceptions);
        foreach (SelectedMethod selected in plan.Selected)
        {
            if (emitter.Emit(selected) is { } reason)
            {
                skipped.Add(new SkippedMethod(selected.Method, reason, selected.Origin));
            }
        }

        if (skipped.Count == plan.Selected.Count && !plan.TracesLlmCalls)
        {
            references.Withdraw();
            return skipped;
        }

        if (plan.TracesLlmCalls)
        {
            ModuleInitializer.Begin(module, references.TraceLlmCalls);
        }

        WovenMark.Add(module, references, plan);

        return skipped;
    }
}
