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

    /// <summary>Where the server keeps the trace's artifacts; set by the server.</summary>
    public const string ArtifactLocation = "mlflow.artifactLocation";

    /// <summary>Where the server keeps the spans; set by the server.</summary>
    public const string SpansLocation = "mlflow.trace.spansLocation";
}
