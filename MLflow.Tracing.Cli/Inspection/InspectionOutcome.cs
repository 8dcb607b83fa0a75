using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>What was found.</summary>
/// <param name="Assemblies">In order of their paths.</param>
/// <param name="Problems">The files that cannot be read, and what stands in the way of weaving.</param>
internal sealed record InspectionOutcome(IReadOnlyList<InspectedAssembly> Assemblies, IReadOnlyList<WeaverDiagnostic> Problems);
