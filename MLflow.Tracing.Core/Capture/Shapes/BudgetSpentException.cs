namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Ends a converter that writes more than the budget allows.</summary>
#pragma warning disable CA1032, CA1064 // thrown and caught in this folder only
internal sealed class BudgetSpentException : Exception;
#pragma warning restore CA1032, CA1064
