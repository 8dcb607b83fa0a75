namespace MLflow.Tracing.Tests.Gates;

/// <summary>What a gate found, or why it did not look.</summary>
/// <param name="NewFindings">What is wrong with the assembly and was not wrong before, a line each.</param>
/// <param name="SkippedBecause">Why the gate cannot judge this assembly on this machine; null when it did.</param>
internal sealed record GateResult(IReadOnlyList<string> NewFindings, string? SkippedBecause = null)
{
    /// <summary>A gate that could not look.</summary>
    public static GateResult Skipped(string reason) => new([], reason);

    /// <summary>What is found in the woven assembly more often than in its baseline.</summary>
    public static GateResult Compare(IEnumerable<string> found, IEnumerable<string> before)
    {
        Dictionary<string, int> known = before.CountBy(static finding => finding).ToDictionary();
        var added = new List<string>();
        foreach (string finding in found)
        {
            int left = known.GetValueOrDefault(finding);
            if (left == 0)
            {
                added.Add(finding);
            }

            known[finding] = Math.Max(0, left - 1);
        }

        return new GateResult(added);
    }
}
