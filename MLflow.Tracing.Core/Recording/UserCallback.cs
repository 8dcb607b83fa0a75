namespace MLflow.Tracing.Recording;

/// <summary>
/// Marks a thread that runs the user's code on behalf of the recorder: span processors, handlers of diagnostics, an exception's <c>Message</c>.
/// When that code is woven itself it must not record, or a traced processor would be called for the spans that it makes.
/// </summary>
internal static class UserCallback
{
    [ThreadStatic]
    private static bool t_isRunning;

    /// <summary>Whether this thread is inside such a callback.</summary>
    public static bool IsRunning => t_isRunning;

    /// <summary>Marks the thread.</summary>
    /// <returns>What to give to <see cref="Exit"/>.</returns>
    public static bool Enter()
    {
        var outer = t_isRunning;
        t_isRunning = true;
        return outer;
    }

    public static void Exit(bool outer) => t_isRunning = outer;
}
