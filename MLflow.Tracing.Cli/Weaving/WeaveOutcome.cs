using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>What was done.</summary>
/// <param name="Files">What became of each assembly that there was something to do in, in order of their paths.</param>
/// <param name="Problems">What went wrong with folders and their other files.</param>
internal sealed record WeaveOutcome(IReadOnlyList<WovenFile> Files, IReadOnlyList<WeaverDiagnostic> Problems)
{
    /// <summary>The assemblies that are woven now.</summary>
    public IEnumerable<WovenFile> Woven => Files.Where(static file => file.Assembly is not null);

    /// <summary>How many methods of theirs are.</summary>
    public int WovenMethods => Woven.Sum(static file => file.Report.CountOf(MethodOutcome.Woven));

    /// <summary>Whether a check of what was woven found fault with it.</summary>
    public bool IsFaulty => Problems.Any(static problem => problem.Id == CommandTexts.NotVerifiedId);

    public bool HasErrors => Files.Any(static file => file.HasErrors) || Problems.Any(static problem => problem.Severity == DiagnosticSeverity.Error);
}
