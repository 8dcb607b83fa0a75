using System.IO.Enumeration;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>Which traces to show, in which order, and how many. What is <see langword="null"/> does not matter.</summary>
internal sealed record TraceSelection
{
    private const long NsPerMs = 1_000_000;

    /// <summary>The beginning of the id, with or without <c>tr-</c>.</summary>
    public string? Id { get; init; }

    public TraceState? State { get; init; }

    /// <summary>A pattern with <c>*</c> and <c>?</c>, in any case.</summary>
    public string? Name { get; init; }

    /// <summary>When the trace began at the earliest.</summary>
    public DateTimeOffset? Since { get; init; }

    public string? Session { get; init; }

    /// <summary>How many of the slowest.</summary>
    public int? Slow { get; init; }

    /// <summary>How many of the newest.</summary>
    public int? Limit { get; init; }

    public bool Matches(TraceEntry trace)
        => (Id is null || trace.Id.StartsWith(Id, StringComparison.OrdinalIgnoreCase) || WireId.DigitsOf(trace.Id).StartsWith(Id, StringComparison.OrdinalIgnoreCase))
        && (State is null || trace.State == State)
        && (Name is null || FileSystemName.MatchesSimpleExpression(Name, trace.Name))
        && (Since is null || trace.StartUnixNs >= Since.Value.ToUnixTimeMilliseconds() * NsPerMs)
        && (Session is null || trace.Session == Session);

    /// <summary>Those that match: the oldest first, so that the newest stand where the reader is; with <see cref="Slow"/> the slowest first.</summary>
    public IReadOnlyList<TraceEntry> Choose(IEnumerable<TraceEntry> traces)
    {
        var found = traces.Where(Matches).OrderBy(static trace => trace.StartUnixNs).ThenBy(static trace => trace.Id, StringComparer.Ordinal).TakeLast(Limit ?? int.MaxValue);
        return Slow is { } most ? [.. found.OrderByDescending(static trace => trace.DurationNs).Take(most)] : [.. found];
    }
}
