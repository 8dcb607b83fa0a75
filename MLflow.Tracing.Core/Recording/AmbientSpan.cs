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

    /// <summary>Makes a span ambient until <see cref="Leave"/>, for code that enters and leaves on one thread.</summary>
    public static AmbientFrame Enter(LiveSpan span)
    {
#if NET8_0_OR_GREATER
        // Restoring the whole context costs a pointer; setting the value back would build another context.
        if (ExecutionContext.Capture() is { } outer)
        {
            s_current.Value = span;
            return new AmbientFrame(outer, ExecutionContext.Capture());
        }
#endif
        var previous = s_current.Value;
        s_current.Value = span;
        return new AmbientFrame(previous, null);
    }

    /// <summary>Puts back what was ambient before <see cref="Enter"/>, and nothing else that the code in between changed.</summary>
    public static void Leave(LiveSpan span, AmbientFrame frame)
    {
#if NET8_0_OR_GREATER
        if (frame.Outer is ExecutionContext outer)
        {
            if (frame.Inner is not null && ReferenceEquals(ExecutionContext.Capture(), frame.Inner))
            {
                ExecutionContext.Restore(outer);
                return;
            }

            // The user's code set an ambient value of its own, which its caller must see: change ours alone.
            if (ReferenceEquals(s_current.Value, span))
            {
                s_current.Value = CurrentIn(outer);
            }

            return;
        }
#endif
        if (ReferenceEquals(s_current.Value, span))
        {
            s_current.Value = (LiveSpan?)frame.Outer;
        }
    }

#if NET8_0_OR_GREATER
    private static LiveSpan? CurrentIn(ExecutionContext context)
    {
        var box = new LiveSpan?[1];
        ExecutionContext.Run(context, static state => ((LiveSpan?[])state!)[0] = s_current.Value, box);
        return box[0];
    }
#endif
}
