namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>Shows what a folder store holds, and what comes into it.</summary>
/// <param name="index">The store.</param>
/// <param name="selection">Which traces.</param>
/// <param name="view">How.</param>
internal sealed class ShowRun(StoreIndex index, TraceSelection selection, ITraceView view)
{
    /// <summary>How long a trace that was stored may stay unseen.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, TraceEntry> _shown = new(StringComparer.Ordinal);

    /// <summary>Shows what is stored now.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void ShowStored(CancellationToken cancellationToken)
    {
        ReadStored(takesTorn: true, cancellationToken);
        End();
    }

    /// <summary>Shows what is stored now, and then each trace as it comes, until it is stopped.</summary>
    /// <exception cref="OperationCanceledException">Stopped before it was done with what is stored.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        ReadStored(takesTorn: false, cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // At the end nobody is waited for who may go on with a line.
            ShowNext(takesTorn: cancellationToken.IsCancellationRequested);
        }

        End();
    }

    private void ReadStored(bool takesTorn, CancellationToken cancellationToken)
    {
        foreach (var _ in index.ReadOn(takesTorn, cancellationToken))
        {
            // The entries are in the index.
        }

        var chosen = selection.Choose(index.Entries);
        foreach (var trace in chosen)
        {
            _shown[trace.Id] = trace;
        }

        view.Show(chosen, cancellationToken);
    }

    private void ShowNext(bool takesTorn)
    {
        foreach (var (trace, line) in index.ReadOn(takesTorn, CancellationToken.None).Where(next => selection.Matches(next.Entry)))
        {
            _shown[trace.Id] = trace;
            view.ShowNext(trace, line);
        }
    }

    private void End() => view.End(TraceCount.Of(_shown.Values, index.Entries.Count));
}
