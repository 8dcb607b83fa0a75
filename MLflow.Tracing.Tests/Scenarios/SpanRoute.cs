namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>How spans get to a server.</summary>
public enum SpanRoute
{
    /// <summary>Pushed by OTLP.</summary>
    Otlp,

    /// <summary>Uploaded as <c>traces.json</c>, as the TypeScript SDK does.</summary>
    Artifacts,
}
