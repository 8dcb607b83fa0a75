namespace MLflow.Tracing.Capture.Shapes;

/// <summary>What is done with a value at the moment of the call.</summary>
internal enum CaptureMoment
{
    /// <summary>It may change: serialised at once.</summary>
    Now,

    /// <summary>It cannot change: kept, serialised later.</summary>
    Keep,

    /// <summary>A private copy is cheaper than its JSON: copied, serialised later.</summary>
    Copy,
}
