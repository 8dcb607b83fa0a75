using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>All that one call of <c>mlflow-tracing weave</c> did.</summary>
/// <param name="Problems">What is wrong with the command line and the files that it names.</param>
/// <param name="Outcomes">What became of each path.</param>
/// <param name="IsDryRun">Whether nothing was written.</param>
internal sealed record WeaveSummary(IReadOnlyList<WeaverDiagnostic> Problems, IReadOnlyList<WeaveOutcome> Outcomes, bool IsDryRun)
{
    public IEnumerable<WovenFile> Files => Outcomes.SelectMany(static outcome => outcome.Files);

    public int WovenAssemblies => Outcomes.Sum(static outcome => outcome.Woven.Count());

    public int WovenMethods => Outcomes.Sum(static outcome => outcome.WovenMethods);

    /// <summary>What there is to say about anything but one assembly.</summary>
    public IReadOnlyList<WeaverDiagnostic> OtherDiagnostics => [.. Problems, .. Outcomes.SelectMany(static outcome => outcome.Problems)];

    /// <summary>Everything, at the file that it is about where nothing better is known.</summary>
    public IEnumerable<WeaverDiagnostic> Diagnostics
        => [.. OtherDiagnostics, .. Files.SelectMany(static file => file.Report.Diagnostics.Select(diagnostic => diagnostic with { File = diagnostic.File ?? file.Path }))];

    /// <param name="failsIfNone">Whether it is a failure that nothing was woven.</param>
    public int ExitCodeOf(bool failsIfNone) => true switch
    {
        _ when Problems.Any(static problem => problem.Severity == DiagnosticSeverity.Error) => ExitCode.BadInput,
        _ when Outcomes.Any(static outcome => outcome.IsFaulty) => ExitCode.NotVerified,
        _ when Outcomes.Any(static outcome => outcome.HasErrors) => WovenAssemblies > 0 ? ExitCode.PartlyFailed : ExitCode.BadInput,
        _ when WovenAssemblies == 0 && failsIfNone => ExitCode.NothingMatched,
        _ => ExitCode.Done,
    };
}
