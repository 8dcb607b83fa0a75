using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Why a method that was asked for is not woven.</summary>
/// <param name="Id">Its diagnostic id, see <c>docs/diagnostics.md</c>.</param>
/// <param name="Text">One sentence of cause and one of remedy.</param>
internal sealed record SkipReason(string Id, string Text)
{
    /// <summary>The reason that a catalogue words.</summary>
    public static SkipReason Of(DiagnosticText text) => new(text.Id, text.Message);
}
