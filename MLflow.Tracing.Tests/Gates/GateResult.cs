using MLflow.Tracing.Cli.Verification;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>What a gate found, or why it did not look.</summary>
/// <param name="NewFindings">What is wrong with the assembly and was not wrong before, a line each.</param>
/// <param name="SkippedBecause">Why the gate cannot judge this assembly on this machine; null when it did.</param>
internal sealed record GateResult(IReadOnlyList<string> NewFindings, string? SkippedBecause = null)
{
    /// <summary>A gate that could not look.</summary>
    public static GateResult Skipped(string reason) => new([], reason);

    /// <summary>What is found in the woven assembly more often than in its baseline.</summary>
    public static GateResult Compare(IEnumerable<string> found, IEnumerable<string> before) => new([.. IlFindings.Added(found, before)]);
}
