using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Reading;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>What a list tells of a trace, and where to find the rest of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsPart">Whether only parts of it are known, which other processes added to it.</param>
/// <param name="StartUnixNs">When it began: nanoseconds since the Unix epoch.</param>
/// <param name="DurationNs">How long it took, in nanoseconds.</param>
/// <param name="State">The outcome.</param>
/// <param name="Name">Its name.</param>
/// <param name="Session">The session it belongs to.</param>
/// <param name="Spans">How many there are, in all its parts.</param>
/// <param name="Lines">The lines that it stands on.</param>
internal sealed record TraceEntry(
    string Id, bool IsPart, long StartUnixNs, long DurationNs, TraceState State, string Name, string? Session, int Spans, IReadOnlyList<LinePlace> Lines)
{
    /// <summary>The entry of what one line holds.</summary>
    public static TraceEntry Of(Trace trace, StoredLine line)
    {
        var info = trace.Info;
        var name = info.Tags.TryGetValue(TraceTagKey.TraceName, out var tag) ? tag : trace.Spans.Count > 0 ? trace.Spans[0].Name : "";
        info.Metadata.TryGetValue(TraceMetadataKey.Session, out var session);
        return new TraceEntry(info.TraceId, info.IsPart, info.RequestTimeUnixNs, info.ExecutionDurationNs, info.State, name, session, trace.Spans.Count, [line.Place]);
    }

    /// <summary>The entry of both. What the process that began the trace says of it counts; among parts alone, what the earliest one says.</summary>
    public TraceEntry Join(TraceEntry other)
    {
        var first = (IsPart, StartUnixNs).CompareTo((other.IsPart, other.StartUnixNs)) <= 0 ? this : other;
        return first with { Session = first.Session ?? Session ?? other.Session, Spans = Spans + other.Spans, Lines = [.. Lines, .. other.Lines] };
    }

    /// <summary>The lines themselves.</summary>
    public IEnumerable<StoredLine> ReadLines(Action<SkippedLine> onSkipped) => Lines.Select(line => StoreFile.ReadAgain(line, onSkipped)).OfType<StoredLine>();

    /// <summary>The trace with the spans of all its parts; <see langword="null"/> when its files are gone.</summary>
    public Trace? Read(Action<SkippedLine> onSkipped)
    {
        List<Trace> parts = [.. ReadLines(onSkipped).Select(line => line.Parse(onSkipped)?.Trace).OfType<Trace>().OrderBy(static part => (part.Info.IsPart, part.Info.RequestTimeUnixNs))];
        return parts is [] ? null : parts[0] with { Spans = SpanReader.InOrder(parts.SelectMany(static part => part.Spans).DistinctBy(static span => span.SpanId)) };
    }
}
