using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver;

/// <summary>What one weave did.</summary>
/// <param name="Woven">The methods that were woven.</param>
/// <param name="Skipped">The methods that were asked for and left alone, with reasons.</param>
/// <param name="Diagnostics">What there is to say about the configuration and the skipped methods.</param>
internal sealed record WeavingResult(
    IReadOnlyList<SelectedMethod> Woven,
    IReadOnlyList<SkippedMethod> Skipped,
    IReadOnlyList<WeaverDiagnostic> Diagnostics);
