namespace MLflow.Tracing.Http.Observation;

/// <summary>Keeps a copy of a request's body.</summary>
internal sealed class RequestObserver(string? mediaType) : IBodyObserver
{
    /// <summary>Lock it to read it: it may still be on its way.</summary>
    public BodyCopy Body { get; } = new(mediaType);

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

    public void IsLeft()
    {
    }

    public void Fails(Exception exception)
    {
        // The call fails with it, and says so.
    }
}
