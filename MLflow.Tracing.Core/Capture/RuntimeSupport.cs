using System.Runtime.CompilerServices;
#if NETSTANDARD2_0
using System.Reflection;
#endif

namespace MLflow.Tracing.Capture;

/// <summary>What the platform under us can do.</summary>
internal static class RuntimeSupport
{
    /// <summary>
    /// Whether code can be compiled at run time. Where it cannot (NativeAOT), generic types over value types cannot be made,
    /// and metadata may lack members that exist.
    /// </summary>
#if NETSTANDARD2_0
    public static bool IsDynamicCodeSupported { get; } = ReadSwitch();

    // a platform without the property is older than the platforms that compile ahead of time
    private static bool ReadSwitch()
        => typeof(object).Assembly.GetType("System.Runtime.CompilerServices.RuntimeFeature")
            ?.GetProperty("IsDynamicCodeSupported", BindingFlags.Public | BindingFlags.Static)
            ?.GetValue(null) as bool? ?? true;
#else
    public static bool IsDynamicCodeSupported => RuntimeFeature.IsDynamicCodeSupported;
#endif

    /// <summary>Whether a nested call still has room on the stack.</summary>
    public static bool HasStack()
    {
#if NETSTANDARD2_0
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return true;
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
#else
        return RuntimeHelpers.TryEnsureSufficientExecutionStack();
#endif
    }
}
