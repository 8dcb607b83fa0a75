using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording;

/// <summary>Spans that the user's code starts through the facade.</summary>
internal static class HandwrittenSpan
{
    public static LiveSpan Start(
        string name,
        string? spanType,
        object? inputs,
        LiveSpan? parent,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        long? startTimeUnixNs = null)
    {
        _ = name ?? throw new ArgumentNullException(nameof(name));
        RecordedArguments.UnixNs(startTimeUnixNs, nameof(startTimeUnixNs));
        if (TracingSwitch.Runtime is not { } runtime || UserCallback.IsRunning || SpanFactory.Prepare(runtime, TraceSite.ByHand, parent ?? AmbientSpan.Current) is not { } span)
        {
            return LiveSpan.NoOp;
        }

        if (span.IsMarker)
        {
            return span;
        }

        var details = span.EnsureDetails();
        details.Name = name;
        details.SpanType = spanType;
        details.StartUnixNs = startTimeUnixNs;
        if (inputs is not null)
        {
            span.SetInputs(inputs);
        }

        if (attributes is not null)
        {
            span.SetAttributes(attributes);
        }

        return span.Start() ? span : LiveSpan.NoOp;
    }

    /// <summary>Makes a span ambient until it is disposed.</summary>
    public static LiveSpan MakeAmbient(LiveSpan span)
    {
        if (ReferenceEquals(span, LiveSpan.NoOp))
        {
            return span;
        }

        // What the sampler left out must be known to the spans inside it; the marker of its own remembers what to put back.
        return Enter(span.IsMarker ? LiveSpan.CreateMarker() : span);
    }

    /// <summary>Makes ambient, until it is disposed, what nothing else makes ambient.</summary>
    public static LiveSpan Enter(LiveSpan span)
    {
        span.EnsureDetails().OuterOfActive = new SpanDetails.OuterSpan(AmbientSpan.Current);
        AmbientSpan.Current = span;
        return span;
    }
}
