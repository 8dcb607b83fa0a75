namespace MLflow.Tracing.Weaver;

/// <summary>Run-time defaults from the configuration, written into the woven assembly.</summary>
internal sealed record RuntimeDefaults(string? TrackingUri, string? ExperimentId, string? ExperimentName);
