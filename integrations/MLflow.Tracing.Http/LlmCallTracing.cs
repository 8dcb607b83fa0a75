using MLflow.Tracing.Http.Observation;

namespace MLflow.Tracing.Http;

/// <summary>
/// Records the calls of language models that any <see cref="HttpClient"/> of the process makes, without a <see cref="LlmTracingHandler"/> in each of them.
/// </summary>
/// <remarks>
/// <para>
/// Woven programs with <c>TraceLlmCalls="true"</c> and programs with <c>MLFLOW_TRACE_LLM_CALLS=true</c> or <see cref="MlflowOptions.TraceLlmCalls"/> call it themselves.
/// </para>
/// <para>
/// It listens to the events <c>System.Net.Http.Request</c>, <c>Response</c> and <c>Exception</c> of the platform's own handler. No activity is made for it and no header is added. It sees nothing of clients with a handler
/// that is not the platform's, and nothing when <c>System.Net.Http.EnableActivityPropagation</c> is off. A redirected call is one span for each address. Thread-safe.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// LlmCallTracing.Start();
/// </code>
/// </example>
public static class LlmCallTracing
{
    private static readonly HttpEvents s_events = new();

    /// <summary>Begins to record. Called again, it does nothing.</summary>
    public static void Start() => s_events.Listen();

    /// <summary>Ends what <see cref="Start"/> began.</summary>
    internal static void Stop() => s_events.StopListening();
}
