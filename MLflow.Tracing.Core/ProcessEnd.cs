#if NET
using System.Runtime.InteropServices;
using System.Runtime.Loader;
#endif

namespace MLflow.Tracing;

/// <summary>Delivers what there is when the process ends, however it ends, as far as it is told.</summary>
internal static class ProcessEnd
{
    private static int s_isWatched;

    /// <summary>From now on, the end of the process shuts down the runtime in use. Calling it again has no effect.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref s_isWatched, 1) != 0)
        {
            return;
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
#if NET
        TerminationSignals.Watch(OnSignal);
        if (AssemblyLoadContext.GetLoadContext(typeof(ProcessEnd).Assembly) is { IsCollectible: true } context)
        {
            context.Unloading += OnUnloading;
        }
#endif
    }

    private static void OnProcessExit(object? sender, EventArgs e) => ShutDown("the process ended");

    // An exception that nobody handles aborts the process without the event above.
    private static void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.IsTerminating)
        {
            ShutDown($"an exception was not handled: {e.ExceptionObject.GetType().FullName}");
        }
    }

#if NET
    // Handlers run in the reverse order of their registration: a host's has spoken already if it came later. One that came earlier
    // may still keep the process alive; hence the runtime stays in place.
    private static void OnSignal(PosixSignalContext context)
    {
        if (!context.Cancel && TracingSwitch.Installed is { } runtime)
        {
            runtime.CutOff(runtime.Options.ExitFlushTimeout, $"the process received {context.Signal}");
        }
    }

    private static void OnUnloading(AssemblyLoadContext context)
    {
        // The domain outlives the context, and must not hold it.
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        TerminationSignals.Ignore();
        ShutDown("its AssemblyLoadContext is unloaded");
    }
#endif

    private static void ShutDown(string reason)
    {
        if (TracingSwitch.Replace(null) is { } runtime)
        {
            runtime.Shutdown(runtime.Options.ExitFlushTimeout, reason);
        }
    }
}
