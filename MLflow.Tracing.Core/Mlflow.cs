namespace MLflow.Tracing;

/// <summary>The entry point to tracing, as <c>mlflow</c> in Python and TypeScript.</summary>
public static class Mlflow
{
    /// <summary>What tracing has to say about itself.</summary>
    public static TracingDiagnostics Diagnostics { get; } = new();

    /// <summary>Starts tracing.</summary>
    public static void Init(string? trackingUri = null) => throw new NotImplementedException();
}
