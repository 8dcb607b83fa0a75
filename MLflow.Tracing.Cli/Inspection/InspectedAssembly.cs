using MLflow.Tracing.Weaver.Reporting;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>What is woven in an assembly, and what a configuration would weave.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The assembly's full name.</param>
/// <param name="Mark">What the weaver left on it; <see langword="null"/> when it is not woven.</param>
/// <param name="Methods">The woven methods, those of one type together.</param>
internal sealed record InspectedAssembly(string Path, string Name, WovenMarking? Mark, IReadOnlyList<InspectedMethod> Methods)
{
    /// <summary>Whether it records calls of language models from its start.</summary>
    public bool TracesLlmCalls { get; init; }

    /// <summary>What the configuration that was asked about would do; <see langword="null"/> when none was, or there is nothing in the assembly that it is about.</summary>
    public WeavingReport? WouldDo { get; init; }
}
