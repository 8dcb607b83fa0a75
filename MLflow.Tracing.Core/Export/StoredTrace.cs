using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>A trace as the folder store has it.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="ExperimentName">The experiment it was recorded for, when that was given by name: a folder cannot look it up.</param>
/// <param name="IsStarted">In a spool: whether the server knows it already, and only its spans are missing.</param>
internal sealed record StoredTrace(Trace Trace, string? ExperimentName, bool IsStarted = false);
