namespace MLflow.Tracing.Http.Observation;

/// <summary>Hears of a body that passes. Never throws.</summary>
internal interface IBodyObserver
{
    /// <summary>The body is read or written from its beginning.</summary>
    void Begins();

    void Passes(ReadOnlySpan<byte> bytes);

    /// <summary>All of it has passed.</summary>
    void Ends();

    /// <summary>Nobody reads on.</summary>
    void IsLeft();

    void Fails(Exception exception);
}
