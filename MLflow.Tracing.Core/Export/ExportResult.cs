namespace MLflow.Tracing.Export;

/// <summary>What became of the traces given to an <see cref="ITraceExporter"/>.</summary>
/// <param name="Delivered">How many arrived.</param>
/// <param name="Failed">How many did not. The exporter has reported why through <see cref="Mlflow.Diagnostics"/>.</param>
public readonly record struct ExportResult(int Delivered, int Failed);
