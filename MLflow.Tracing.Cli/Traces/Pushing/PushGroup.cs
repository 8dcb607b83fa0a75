using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>Traces that are delivered together.</summary>
/// <param name="Deliveries">The traces, with their attachments.</param>
/// <param name="ExperimentName">The experiment of those that name none by its id.</param>
/// <param name="Settle">Notes on the disk what became of them, once they were tried.</param>
internal sealed record PushGroup(IReadOnlyList<Delivery> Deliveries, string? ExperimentName, Action Settle);
