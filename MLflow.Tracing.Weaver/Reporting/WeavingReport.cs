using System.Globalization;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver.Reporting;

/// <summary>All there is to tell about one weave. <see cref="ReportJson"/> writes it.</summary>
internal sealed record WeavingReport
{
    /// <summary>The engine that wove.</summary>
    public string EngineVersion { get; init; } = Weaver.EngineVersion.Current;

    /// <summary>The assembly's full name.</summary>
    public required string Assembly { get; init; }

    /// <summary>The hash of the effective configuration, as written into the assembly.</summary>
    public required string ConfigurationHash { get; init; }

    /// <summary>Why the assembly was not looked at; <see langword="null"/> when it was.</summary>
    public string? Note { get; init; }

    /// <summary>The rules in the order of the configuration: includes, excludes, redactions.</summary>
    public IReadOnlyList<ReportedRule> Rules { get; init; } = [];

    /// <summary>One entry a method that somebody wrote, in the order of metadata.</summary>
    public IReadOnlyList<ReportedMethod> Methods { get; init; } = [];

    /// <summary>What the weaver had to say.</summary>
    public IReadOnlyList<WeaverDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether the program was made to record calls of language models from its start.</summary>
    public bool TracesLlmCalls { get; init; }

    /// <summary>The time that selection took.</summary>
    public TimeSpan SelectionTime { get; init; }

    /// <summary>The time that rewriting took.</summary>
    public TimeSpan EmissionTime { get; init; }

    /// <summary>For detailed build output: what each rule matched, and how long it took.</summary>
    public IEnumerable<string> Details =>
    [
        .. Rules.Select(static rule => $"MLflow.Tracing: {rule.Origin.Description} matches {rule.Matches.ToString(CultureInfo.InvariantCulture)}"),
        $"MLflow.Tracing: selecting took {Milliseconds(SelectionTime)} ms, rewriting {Milliseconds(EmissionTime)} ms",
    ];

    /// <summary>How many methods met an outcome.</summary>
    public int CountOf(MethodOutcome outcome) => Methods.Count(method => method.Outcome == outcome);

    /// <summary>How many types have at least one woven method. A lambda counts for the type it was written in.</summary>
    public int WovenTypes => Methods
        .Where(static method => method.Outcome == MethodOutcome.Woven)
        .Select(static method => (method.Namespace, method.Type))
        .Distinct()
        .Count();

    /// <summary>The line a build prints, for example <c>MLflow.Tracing: wove 37 methods in 12 types, skipped 3, see obj/report.json</c>.</summary>
    /// <param name="reportFile">Where the report was written, if it was.</param>
    public string Summary(string? reportFile)
    {
        var result = Note ?? Outcome;
        return reportFile is null ? $"MLflow.Tracing: {result}" : $"MLflow.Tracing: {result}, see {reportFile}";
    }

    private string Outcome
    {
        get
        {
            var (woven, skipped) = (CountOf(MethodOutcome.Woven), CountOf(MethodOutcome.Skipped));
            var llmCalls = TracesLlmCalls ? ", traces calls of language models" : "";
            return woven + skipped + Rules.Count == 0 && !TracesLlmCalls
                ? "wove nothing: there is no rule, and no method with [Trace]"
                : $"wove {Number(woven, "method")} in {Number(WovenTypes, "type")}, skipped {skipped.ToString(CultureInfo.InvariantCulture)}{llmCalls}";
        }
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static string Number(int count, string noun) => count.ToString(CultureInfo.InvariantCulture) + " " + noun + (count == 1 ? "" : "s");
}
