using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver;

/// <summary>What selection decided for one module.</summary>
/// <param name="Selected">The methods to weave.</param>
/// <param name="Skipped">The methods that were asked for and cannot be woven.</param>
/// <param name="Defaults">Run-time defaults to write into the assembly.</param>
/// <param name="ConfigurationHash">A hash of the effective configuration.</param>
internal sealed record WeavingPlan(
    IReadOnlyList<SelectedMethod> Selected,
    IReadOnlyList<SkippedMethod> Skipped,
    RuntimeDefaults Defaults,
    string ConfigurationHash)
{
    /// <summary>With which clauses exceptions are observed.</summary>
    public ExceptionHooks Exceptions { get; init; }

    /// <summary>Whether the module is a program that is to record calls of language models from its start.</summary>
    public bool TracesLlmCalls { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Selected.Count == 0 && !TracesLlmCalls;
}
