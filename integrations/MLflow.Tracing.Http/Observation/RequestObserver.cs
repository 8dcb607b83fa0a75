namespace MLflow.Tracing.Http.Observation;

/// <summary>Keeps a copy of a request's body.</summary>
internal sealed class RequestObserver : IBodyObserver
{
    public BodyCopy Body { get; } = new();

    public void Begins()
    {
        lock (Body)
        {
            Body.Restart();
        }
    }

    public void Passes(ReadOnlySpan<byte> bytes)
    {
        lock (Body)
        {
            Body.Add(bytes);
        }
    }

    public void Ends()
    {
    }

    public void IsAbandoned()
    {
    }

    public void Fails(Exception exception)
    {
        // The call fails with it, and says so.
    }
}
