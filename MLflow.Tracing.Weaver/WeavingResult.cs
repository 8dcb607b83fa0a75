using MLflow.Tracing.Weaver.Reporting;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver;

/// <summary>What one weave did.</summary>
/// <param name="Woven">The methods that were woven.</param>
/// <param name="Skipped">The methods that were asked for and left alone, with reasons.</param>
/// <param name="Diagnostics">What there is to say about the configuration and the skipped methods.</param>
/// <param name="Report">The same and more, for the summary line and the report file.</param>
internal sealed record WeavingResult(
    IReadOnlyList<SelectedMethod> Woven,
    IReadOnlyList<SkippedMethod> Skipped,
    IReadOnlyList<WeaverDiagnostic> Diagnostics,
    WeavingReport Report)
{
    /// <summary>Whether the module is another than before.</summary>
    public bool IsChanged => Woven.Count > 0 || Report.TracesLlmCalls;
}
