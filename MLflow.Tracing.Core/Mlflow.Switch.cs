namespace MLflow.Tracing;

/// <content>Switching tracing off and on at run time.</content>
public static partial class Mlflow
{
    /// <summary>
    /// Records nothing until <see cref="Enable"/> or <see cref="Reset"/>: spans that are started now are no-op spans, woven code runs as unwoven. Spans that are
    /// open end as usual and their traces are delivered. <see cref="Init"/> may be called meanwhile; it does not switch tracing on.
    /// </summary>
    /// <example>
    /// <code>
    /// Mlflow.Disable();
    /// await CallModelAsync("Say hello."); // wakes the model up; nobody needs its trace
    /// Mlflow.Enable();
    /// </code>
    /// </example>
    public static void Disable() => TracingSwitch.Disable();

    /// <summary>Takes back <see cref="Disable"/>. Has no effect when tracing is not disabled; starts nothing that was never configured.</summary>
    /// <example>
    /// <code>
    /// Mlflow.Disable();
    /// await CallModelAsync("Say hello."); // wakes the model up; nobody needs its trace
    /// Mlflow.Enable();
    /// </code>
    /// </example>
    public static void Enable() => TracingSwitch.Enable();

    /// <summary>
    /// Puts tracing back to where it was when the program started: what was recorded is delivered, the settings of <see cref="Init"/> and a <see cref="Disable"/> are
    /// forgotten. The environment and the defaults woven into the assemblies are asked again at the next call.
    /// </summary>
    /// <remarks>Waits for the delivery, at most <see cref="MlflowOptions.ExitFlushTimeout"/>. Traces under way are ended with status ERROR and a reason.</remarks>
    /// <example>
    /// <code>
    /// Mlflow.Reset(); // in the clean-up of a test
    /// </code>
    /// </example>
    public static void Reset() => TracingSwitch.Reset()?.Dispose();

    /// <summary>
    /// Delivers every trace whose root span has ended, ends the others with status ERROR and a reason, delivers them too, and switches tracing off.
    /// <see cref="Init"/> starts it again.
    /// </summary>
    /// <param name="timeout">How long to wait at most for the delivery. Default: 30 s.</param>
    /// <returns>False when the time was up before everything was delivered; what was not is counted in <see cref="Diagnostics"/>.</returns>
    /// <example>
    /// <code>
    /// await Mlflow.ShutdownAsync(TimeSpan.FromSeconds(10));
    /// </code>
    /// </example>
    public static async Task<bool> ShutdownAsync(TimeSpan? timeout = null)
    {
        if (TracingSwitch.Replace(null) is not { } runtime)
        {
            return true;
        }

        runtime.Buffer.CompleteAll("tracing was shut down");
        var isDelivered = await runtime.FlushAsync(timeout ?? s_defaultFlushTimeout).ConfigureAwait(false);
        runtime.Shutdown(TimeSpan.Zero, "tracing was shut down");
        return isDelivered;
    }
}
