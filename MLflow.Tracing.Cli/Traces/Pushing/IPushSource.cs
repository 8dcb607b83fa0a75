namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>Traces that are to be delivered, from one folder.</summary>
internal interface IPushSource : IDisposable
{
    /// <summary>How many lines are neither delivered nor refused.</summary>
    int Left { get; }

    /// <summary>The next traces, whether they can be delivered or not; <see langword="null"/> when each was taken once.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    PushGroup? TakeNext();
}
