namespace MLflow.Tracing.VerifyIl;

/// <summary>One assembly to verify.</summary>
/// <param name="Assembly">Its full path.</param>
/// <param name="Baseline">The full path of the same assembly before weaving; null when there is none to compare with.</param>
internal sealed record Subject(string Assembly, string? Baseline);
