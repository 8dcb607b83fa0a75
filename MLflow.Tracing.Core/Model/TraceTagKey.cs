namespace MLflow.Tracing.Model;

/// <summary>Keys of the trace tags that MLflow reserves.</summary>
/// <example>
/// <code>
/// var info = await client.GetTraceInfoAsync(traceId);
/// Console.WriteLine(info?.Tags.GetValueOrDefault(TraceTagKey.TraceName));
/// </code>
/// </example>
public static class TraceTagKey
{
    /// <summary>The trace's name: that of its root span. The server's list and search use it.</summary>
    public const string TraceName = "mlflow.traceName";

    /// <summary>The prompts that the trace used, as JSON text.</summary>
    public const string LinkedPrompts = "mlflow.linkedPrompts";

    /// <summary>The request of an evaluation that the trace answers.</summary>
    public const string EvalRequestId = "mlflow.eval.requestId";

    /// <summary>The scorer that made the trace.</summary>
    public const string SourceScorer = "mlflow.trace.sourceScorer";

    /// <summary>Where the server keeps the trace's artifacts; set by the server.</summary>
    public const string ArtifactLocation = "mlflow.artifactLocation";

    /// <summary>Where the server keeps the spans; set by the server.</summary>
    public const string SpansLocation = "mlflow.trace.spansLocation";
}
