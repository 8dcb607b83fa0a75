namespace MLflow.Tracing.WeavingCost;

/// <summary>What one build took and made.</summary>
/// <param name="Milliseconds">The whole build.</param>
/// <param name="FodyMilliseconds">What Fody says it took: reading, weaving and writing; 0 when it did not run.</param>
/// <param name="Bytes">The assembly's size.</param>
internal sealed record Build(double Milliseconds, double FodyMilliseconds, long Bytes);
