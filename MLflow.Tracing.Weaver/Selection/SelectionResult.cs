namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What selection found in one module.</summary>
/// <param name="Verdicts">One entry a method that somebody wrote, in the order of metadata.</param>
/// <param name="Rules">How often each rule matched, in the order of the configuration: includes, excludes, redactions.</param>
/// <param name="Diagnostics">Attributes without effect and rules that match nothing. Methods that cannot be woven are reported by the engine.</param>
internal sealed record SelectionResult(
    IReadOnlyList<MethodVerdict> Verdicts,
    IReadOnlyList<RuleUsage> Rules,
    IReadOnlyList<WeaverDiagnostic> Diagnostics)
{
    /// <summary>The methods to weave.</summary>
    public IReadOnlyList<SelectedMethod> Selected { get; } =
        [.. Verdicts.Where(static verdict => verdict.Outcome == MethodOutcome.Woven).Select(static verdict => new SelectedMethod(verdict.Method, verdict.Strategy!.Value, verdict.Span!, verdict.Origin!) { StateMachine = verdict.StateMachine })];

    /// <summary>The methods that were asked for and cannot be woven.</summary>
    public IReadOnlyList<SkippedMethod> Skipped { get; } =
        [.. Verdicts.Where(static verdict => verdict.Outcome == MethodOutcome.Skipped).Select(static verdict => new SkippedMethod(verdict.Method, verdict.SkipReason!, verdict.Origin!))];

    /// <summary>The same, once emission has found that some methods cannot be woven after all.</summary>
    public SelectionResult Without(IReadOnlyList<SkippedMethod> surprises)
    {
        if (surprises.Count == 0)
        {
            return this;
        }

        var reasons = surprises.ToDictionary(static skipped => skipped.Method, static skipped => skipped.Reason);
        return new SelectionResult(
            [.. Verdicts.Select(verdict => reasons.TryGetValue(verdict.Method, out var reason)
                ? new MethodVerdict(verdict.Method, MethodOutcome.Skipped, verdict.Origin) { SkipReason = reason }
                : verdict)],
            Rules,
            Diagnostics);
    }
}
