using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture;

/// <summary>
/// Capturing runs code of the program: getters, converters, enumerators. When that code is woven itself it must not record,
/// or a traced getter would be recorded once for every span that shows its object, and a traced <c>ToString</c> would recurse.
/// </summary>
internal static class CaptureReentrancy
{
    [ThreadStatic]
    private static bool s_isCapturing;

    /// <summary>Whether this thread is inside a capture, so that calls met on it belong to the capture, not to the program.</summary>
    public static bool IsCapturing
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_isCapturing;
    }

    /// <summary>Marks the thread as capturing.</summary>
    /// <returns>What to give to <see cref="Exit"/>.</returns>
    public static bool Enter()
    {
        var outer = s_isCapturing;
        s_isCapturing = true;
        return outer;
    }

    public static void Exit(bool outer) => s_isCapturing = outer;
}
