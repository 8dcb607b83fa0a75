namespace MLflow.Tracing.Recording;

/// <summary>Decides by trace id which traces are recorded, as OpenTelemetry's trace-id-ratio sampler does: the lower 64 bits below the ratio's share.</summary>
internal sealed class TraceSampler
{
    private readonly bool _always;
    private readonly ulong _bound;

    /// <summary>Creates a sampler.</summary>
    /// <param name="ratio">0 to 1, validated by the caller.</param>
    public TraceSampler(double ratio)
    {
        _always = ratio >= 1.0;
        _bound = _always ? ulong.MaxValue : (ulong)(ratio * ulong.MaxValue);
    }

    /// <summary>Whether a trace is recorded.</summary>
    public bool IsRecorded(ulong traceIdLow) => _always || traceIdLow < _bound;
}
