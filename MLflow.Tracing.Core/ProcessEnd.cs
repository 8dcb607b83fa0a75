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
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => ShutDown("the process ended");
            // An exception that nobody handles aborts the process without the event above.
            AppDomain.CurrentDomain.UnhandledException += static (_, e) =>
            {
                if (e.IsTerminating)
                {
                    ShutDown("an exception was not handled");
                }
            };
        }
    }

    private static void ShutDown(string reason)
    {
        if (TracingSwitch.Replace(null) is { } runtime)
        {
            runtime.Shutdown(runtime.Options.ExitFlushTimeout, reason);
        }
    }
}
