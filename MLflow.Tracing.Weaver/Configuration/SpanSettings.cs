namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>What a rule or an attribute says about a span. A setting that is <see langword="null"/> was not stated.</summary>
/// <param name="SpanType">The span's type.</param>
/// <param name="Name">The template of the span's name.</param>
/// <param name="CaptureInputs">Whether arguments are recorded.</param>
/// <param name="CaptureOutputs">Whether the result is recorded.</param>
/// <param name="ObserveFaults">Whether the exception of a failed task is read.</param>
/// <param name="SamplingRatio">The share, 0 to 1, of the traces beginning with the span that are recorded.</param>
internal sealed record SpanSettings(string? SpanType, string? Name, bool? CaptureInputs, bool? CaptureOutputs, bool? ObserveFaults, double? SamplingRatio)
{
    /// <summary>Nothing stated.</summary>
    public static SpanSettings None { get; } = new(null, null, null, null, null, null);

    /// <summary>Whether a number is a share.</summary>
    public static bool IsRatio(double value) => value is >= 0 and <= 1;

    /// <summary>These settings, and the weaker ones where these state nothing.</summary>
    public SpanSettings Over(SpanSettings weaker) => new(
        SpanType ?? weaker.SpanType,
        Name ?? weaker.Name,
        CaptureInputs ?? weaker.CaptureInputs,
        CaptureOutputs ?? weaker.CaptureOutputs,
        ObserveFaults ?? weaker.ObserveFaults,
        SamplingRatio ?? weaker.SamplingRatio);
}
