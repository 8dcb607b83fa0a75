namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>An <c>&lt;Include&gt;</c>: methods that get a span, and what the span looks like. A setting that is <see langword="null"/> was not stated.</summary>
/// <param name="Target">The methods.</param>
/// <param name="SpanType">The span's type.</param>
/// <param name="Name">The template of the span's name.</param>
/// <param name="CaptureInputs">Whether arguments are recorded.</param>
/// <param name="CaptureOutputs">Whether the result is recorded.</param>
/// <param name="ObserveFaults">Whether the exception of a failed task is read.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record IncludeRule(
    RuleTarget Target,
    string? SpanType,
    string? Name,
    bool? CaptureInputs,
    bool? CaptureOutputs,
    bool? ObserveFaults,
    RuleOrigin Origin);
