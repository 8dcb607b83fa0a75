using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Recording;

/// <summary>What one process tells another about the span in which it calls it.</summary>
/// <param name="Parent">The caller's span.</param>
/// <param name="Baggage">Session and user of the trace.</param>
internal sealed record PropagatedContext(TraceParent Parent, Baggage Baggage)
{
    /// <summary>What there is to tell here; <see langword="null"/> when nothing is ambient.</summary>
    public static PropagatedContext? OfAmbient() => AmbientSpan.Current switch
    {
        null => null,
        { IsMarker: false } span => Of(span),
        { RemoteContext: { } passedOn } => passedOn,
        _ => NotRecorded(),
    };

    /// <summary>What a recorded span has to tell.</summary>
    public static PropagatedContext Of(LiveSpan span)
        => new(new TraceParent(span.Trace.IdHigh, span.Trace.IdLow, span.Id, IsRecorded: true), BaggageOf(span.Trace.Details));

    /// <summary>Makes it what new spans here are children of, until the result is disposed.</summary>
    public IDisposable Enter()
    {
        var marker = LiveSpan.CreateMarker();
        marker.EnsureDetails().RemoteContext = this;
        return HandwrittenSpan.Enter(marker);
    }

    /// <summary>A trace that the sampler left out has no ids of its own; whoever is called is to leave it out too, and needs some to be told so.</summary>
    private static PropagatedContext NotRecorded()
    {
        Span<ulong> ids = stackalloc ulong[3];
        RandomIds.Fill(ids);
        return new PropagatedContext(new TraceParent(ids[0], ids[1], ids[2], IsRecorded: false), default);
    }

    private static Baggage BaggageOf(TraceDetails? details)
    {
        if (details is null)
        {
            return default;
        }

        lock (details)
        {
            details.Metadata.TryGetValue(TraceMetadataKey.Session, out var session);
            details.Metadata.TryGetValue(TraceMetadataKey.User, out var user);
            return new Baggage(session, user);
        }
    }
}
