namespace MLflow.Tracing.Recording;

/// <summary>The span that new spans become children of: one <see cref="AsyncLocal{T}"/>, the library's only ambient state.</summary>
internal static class AmbientSpan
{
    private static readonly AsyncLocal<LiveSpan?> s_current = new();

    /// <summary>The ambient span; may be <see cref="LiveSpan.Suppressed"/>, or a span that has ended.</summary>
    public static LiveSpan? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Makes a span ambient until <see cref="Leave"/>, for code that enters and leaves on one thread or in one asynchronous flow.</summary>
    public static AmbientFrame Enter(LiveSpan span)
    {
        var previous = s_current.Value;
#if NET8_0_OR_GREATER
        // Restoring the whole context costs a pointer; setting the value back would build another context.
        if (ExecutionContext.Capture() is { } outer)
        {
            s_current.Value = span;
            return new AmbientFrame(previous, outer, ExecutionContext.Capture());
        }
#endif
        s_current.Value = span;
        return new AmbientFrame(previous, null, null);
    }

    /// <summary>Puts back what was ambient before <see cref="Enter"/>, and nothing else that the code in between changed.</summary>
    public static void Leave(LiveSpan span, AmbientFrame frame) => TryLeave(span, frame);

    /// <summary>Ends the presence of what was made ambient by hand: puts back what was before it, or, when something newer is ambient, takes it out from below.</summary>
    public static void Withdraw(LiveSpan span, SpanDetails.OuterFrame outer)
    {
        if (TryLeave(span, outer.Frame))
        {
            return;
        }

        for (var newer = s_current.Value; newer?.Details is { OuterOfActive.Frame: { } below } details; newer = below.Previous)
        {
            if (ReferenceEquals(below.Previous, span))
            {
                // What belongs to the newer one's own contexts would bring the span back.
                details.OuterOfActive = new SpanDetails.OuterFrame(new AmbientFrame(outer.Frame.Previous, null, null));
                return;
            }
        }
    }

    private static bool TryLeave(LiveSpan span, AmbientFrame frame)
    {
#if NET8_0_OR_GREATER
        if (frame.Inner is not null && ReferenceEquals(ExecutionContext.Capture(), frame.Inner))
        {
            ExecutionContext.Restore(frame.Outer!);
            return true;
        }
#endif

        // The code in between set an ambient value of its own, which its caller must see: change ours alone.
        if (!ReferenceEquals(s_current.Value, span))
        {
            return false;
        }

        s_current.Value = frame.Previous;
        return true;
    }
}
