using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>A trace as the folder store has it.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="ExperimentName">The experiment it was recorded for, when that was given by name: a folder cannot look it up.</param>
internal sealed record StoredTrace(Trace Trace, string? ExperimentName);
