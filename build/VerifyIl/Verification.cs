using MLflow.Tracing.Tests.Gates;

namespace MLflow.Tracing.VerifyIl;

/// <summary>Puts one assembly through the gates and says what they found.</summary>
internal static class Verification
{
    // More of one gate is more of the same fault.
    private const int ShownFindings = 50;

    /// <summary>Runs the gates.</summary>
    /// <returns>How much they found.</returns>
    public static int Run(Subject subject, IEnumerable<IGate> gates, TextWriter output)
    {
        output.WriteLine(subject.Baseline is null ? subject.Assembly : $"{subject.Assembly}, compared with {subject.Baseline}");
        int findings = 0;
        foreach (IGate gate in gates)
        {
            GateResult result = Check(gate, subject);
            findings += result.NewFindings.Count;
            output.WriteLine($"  {gate.Name}  {gate.Purpose}: {Verdict(result)}");
            foreach (string finding in result.NewFindings.Take(ShownFindings))
            {
                output.WriteLine($"       {finding}");
            }

            if (result.NewFindings.Count > ShownFindings)
            {
                output.WriteLine($"       and {result.NewFindings.Count - ShownFindings} more");
            }
        }

        return findings;
    }

    private static GateResult Check(IGate gate, Subject subject)
    {
        try
        {
            return gate.Check(subject.Assembly, subject.Baseline);
        }
#pragma warning disable CA1031 // an assembly that a gate stumbles over is as broken as one it complains about
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new GateResult([$"the gate could not read the assembly: {exception.GetType().Name} {exception.Message}"]);
        }
    }

    private static string Verdict(GateResult result)
        => result.SkippedBecause is { } reason ? $"skipped: {reason}"
            : result.NewFindings.Count == 0 ? "ok"
            : $"{result.NewFindings.Count} findings";
}
