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
    private static TracingRuntime? s_runtime;

    /// <summary>False once it is known that nothing is to be recorded.</summary>
    public static bool MayBeOn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_position != Off;
    }

    /// <summary>The runtime in use; <see langword="null"/> when tracing is off.</summary>
    public static TracingRuntime? Runtime
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_position == On ? Volatile.Read(ref s_runtime) : Decide();
    }

    /// <summary>Puts another runtime in place, or none.</summary>
    /// <returns>The one that was in place.</returns>
    public static TracingRuntime? Replace(TracingRuntime? runtime)
    {
        var previous = Interlocked.Exchange(ref s_runtime, runtime);
        Volatile.Write(ref s_position, runtime is null ? Off : On);
        return previous;
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

        return Volatile.Read(ref s_runtime);
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
