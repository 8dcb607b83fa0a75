using System.Reflection;
using System.Text.RegularExpressions;

namespace MLflow.Tracing.Tests.Conformance;

/// <summary>What one run of one test says about the matrix.</summary>
/// <param name="Test">Class and method.</param>
/// <param name="Scenario">The fixture's scenario that was run, if one was.</param>
/// <param name="Ids">The rows that the names of test and scenario begin with.</param>
/// <param name="Fixture">The build it was run on, if it names one.</param>
/// <param name="Gate">The gate the test stands for.</param>
/// <param name="HasPassed">Whether it passed.</param>
internal sealed partial record LedgerEntry(string Test, string? Scenario, IReadOnlyList<string> Ids, string? Fixture, string? Gate, bool HasPassed)
{
    /// <summary>Whether it speaks of all that a fixture contains.</summary>
    public bool IsOfWholeFixture => Ids.Count == 0 && Fixture is not null && Gate is not null;

    /// <summary>Reads the names of a test and of what it was run with.</summary>
    public static LedgerEntry Of(MethodInfo test, IEnumerable<object?> data, bool hasPassed)
    {
        string[] texts = [.. data.OfType<string>()];
        string? scenario = texts.FirstOrDefault(t => IdsOf(t).Count > 0);
        return new LedgerEntry(
            $"{test.DeclaringType!.Name}.{test.Name}",
            scenario,
            [.. IdsOf(test.Name).Union(IdsOf(scenario ?? ""))],
            texts.FirstOrDefault(t => Weaving.Fixture.All.Any(f => f.ToString() == t)),
            GateOf(test) is { } gate ? gate.Name ?? texts.Single(t => t.Length == 1) : null,
            hasPassed);
    }

    /// <summary>The gate that a test stands for; that of its class unless it has one of its own.</summary>
    public static GateAttribute? GateOf(MethodInfo test) => test.GetCustomAttribute<GateAttribute>() ?? test.DeclaringType!.GetCustomAttribute<GateAttribute>();

    /// <summary>The rows that a name begins with; snapshots put the letter of their strategy before them.</summary>
    public static IReadOnlyList<string> IdsOf(string name) => [.. LeadingIds().Match(name).Groups["id"].Captures.Select(c => c.Value)];

    [GeneratedRegex("^([AKRTW]_)?((?<id>[FPKSB][1-9][0-9]?)_)+")]
    private static partial Regex LeadingIds();
}
