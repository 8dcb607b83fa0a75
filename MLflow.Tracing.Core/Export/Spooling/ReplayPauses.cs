namespace MLflow.Tracing.Export.Spooling;

/// <summary>How long a <see cref="SpoolReplay"/> waits.</summary>
/// <param name="First">After the first try that failed; each further one is twice as long.</param>
/// <param name="Longest">At most.</param>
/// <param name="Idle">Between looks for files of processes that are no more.</param>
internal sealed record ReplayPauses(TimeSpan First, TimeSpan Longest, TimeSpan Idle)
{
    public static ReplayPauses Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
}
