namespace MLflow.Tracing.Wire;

/// <summary>The headers of a request that tracing reads. Names count in any case; one that comes several times is joined by commas, as HTTP does.</summary>
internal readonly record struct PropagationHeaders(string? TraceParent, string? Baggage)
{
    /// <summary>The headers with these additional ones.</summary>
    public PropagationHeaders With(string name, string? value)
        => value is null ? this
        : string.Equals(name, Wire.TraceParent.HeaderName, StringComparison.OrdinalIgnoreCase) ? this with { TraceParent = Join(TraceParent, value) }
        : string.Equals(name, Wire.Baggage.HeaderName, StringComparison.OrdinalIgnoreCase) ? this with { Baggage = Join(Baggage, value) }
        : this;

    private static string Join(string? before, string value) => before is null ? value : before + "," + value;
}
