using System.Runtime.CompilerServices;

namespace MLflow.Tracing;

/// <summary>
/// Which <see cref="TracingRuntime"/> the facade and woven code use. A class without initialisers, so that the check of a woven call
/// is one load and one compare.
/// </summary>
internal static class TracingSwitch
{
    private const int Undecided = 0;
    private const int Off = 1;
    private const int On = 2;

    private static int s_position;
    private static bool s_isDisabled;
    private static TracingRuntime? s_runtime;

    /// <summary>False once it is known that nothing is to be recorded.</summary>
    public static bool MayBeOn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_position != Off;
    }

    /// <summary>The runtime that records; <see langword="null"/> when tracing is off.</summary>
    public static TracingRuntime? Runtime
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_position == On ? Volatile.Read(ref s_runtime) : Decide();
    }

    /// <summary>The runtime in place, whether it records or is <see cref="Disable">disabled</see>.</summary>
    public static TracingRuntime? Installed => Runtime ?? Volatile.Read(ref s_runtime);

    /// <summary>Puts another runtime in place, or none.</summary>
    /// <returns>The one that was in place.</returns>
    public static TracingRuntime? Replace(TracingRuntime? runtime)
    {
        var previous = Interlocked.Exchange(ref s_runtime, runtime);
        Settle(runtime is null ? Off : On);
        return previous;
    }

    /// <summary>Records nothing until <see cref="Enable"/>, whatever runtime is in place or comes into place.</summary>
    public static void Disable()
    {
        Volatile.Write(ref s_isDisabled, true);
        Volatile.Write(ref s_position, Off);
    }

    /// <summary>Takes back <see cref="Disable"/>: the runtime in place records again; without one it is decided anew.</summary>
    public static void Enable()
    {
        if (Volatile.Read(ref s_isDisabled))
        {
            Volatile.Write(ref s_isDisabled, false);
            Settle(Volatile.Read(ref s_runtime) is null ? Undecided : On);
        }
    }

    /// <summary>As when the program started: enabled, without a runtime, to be decided at the first call.</summary>
    /// <returns>The runtime that was in place.</returns>
    public static TracingRuntime? Reset()
    {
        var previous = Interlocked.Exchange(ref s_runtime, null);
        Volatile.Write(ref s_isDisabled, false);
        Volatile.Write(ref s_position, Undecided);
        return previous;
    }

    // Who disables meanwhile has the last word.
    private static void Settle(int position)
    {
        Volatile.Write(ref s_position, Volatile.Read(ref s_isDisabled) ? Off : position);
        if (Volatile.Read(ref s_isDisabled))
        {
            Volatile.Write(ref s_position, Off);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TracingRuntime? Decide()
    {
        if (Volatile.Read(ref s_position) == Undecided)
        {
            var started = TracingStartup.FromEnvironment(Mlflow.Diagnostics);
            if (!TryInstall(started))
            {
                // Another thread, or Init, was first.
                started?.Dispose();
            }
        }

        return Volatile.Read(ref s_position) == On ? Volatile.Read(ref s_runtime) : null;
    }

    /// <summary>The runtime goes in before the position says so; whoever replaces it in between has it to dispose of.</summary>
    private static bool TryInstall(TracingRuntime? started)
    {
        if (started is not null && Interlocked.CompareExchange(ref s_runtime, started, null) is not null)
        {
            return false;
        }

        return Interlocked.CompareExchange(ref s_position, started is null ? Off : On, Undecided) == Undecided
            || !ReferenceEquals(Interlocked.CompareExchange(ref s_runtime, null, started), started);
    }
}
