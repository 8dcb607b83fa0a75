namespace MLflow.Tracing.Export.Reading;

/// <summary>Which traces to look for.</summary>
/// <param name="ExperimentIds">Where; <see langword="null"/> means the experiment of the options.</param>
/// <param name="Filter">MLflow's filter; <see langword="null"/> means all.</param>
/// <param name="OrderBy">MLflow's order; empty means the newest first.</param>
/// <param name="PageSize">How many a request brings.</param>
/// <param name="IncludeSpans">Whether the spans are read, too.</param>
internal sealed record TraceQuery(IReadOnlyList<string>? ExperimentIds, string? Filter, IReadOnlyList<string> OrderBy, int PageSize, bool IncludeSpans);
