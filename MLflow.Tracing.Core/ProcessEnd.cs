namespace MLflow.Tracing;

/// <summary>Delivers what there is when the process ends.</summary>
internal static class ProcessEnd
{
    private static int s_isWatched;

    /// <summary>From now on, the end of the process shuts down the runtime in use. Calling it again has no effect.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref s_isWatched, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => ShutDown();
        }
    }

    private static void ShutDown()
    {
        if (TracingSwitch.Replace(null) is { } runtime)
        {
            runtime.Shutdown(runtime.Options.ExitFlushTimeout, "the process ended");
        }
    }
}
