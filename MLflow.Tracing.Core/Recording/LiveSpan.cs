namespace MLflow.Tracing;

/// <summary>A span under way. Thread-safe. After its end, changes are ignored.</summary>
public sealed class LiveSpan : IDisposable
{
    /// <summary>Ends the span.</summary>
    public void Dispose() => throw new NotImplementedException();
}
