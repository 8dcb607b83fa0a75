namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>How traces are shown.</summary>
internal interface ITraceView
{
    /// <summary>Shows what is stored now.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    void Show(IReadOnlyList<TraceEntry> traces, CancellationToken cancellationToken);

    /// <summary>Shows a trace that was stored, or got a part, in the meantime.</summary>
    /// <param name="trace">All of it.</param>
    /// <param name="line">What is new.</param>
    void ShowNext(TraceEntry trace, StoredLine line);

    /// <summary>Says how many were shown.</summary>
    void End(TraceCount count);
}
