using MLflow.Tracing.Complaints;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Export.Spooling;

/// <summary>Delivers what is spooled, oldest first, in the background; with growing pauses while the server takes nothing.</summary>
/// <remarks>Thread-safe. One delivery at a time, be it of new traces or of spooled ones.</remarks>
internal sealed class SpoolReplay : IDisposable
{
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(1);

    private readonly IResumableExporter _exporter;
    private readonly Spool _spool;
    private readonly MlflowOptions _options;
    private readonly TracingDiagnostics _diagnostics;
    private readonly ReplayPauses _pauses;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _wakeUp = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private volatile DeliveryFailure? _trouble;
    private volatile TaskCompletionSource<bool>? _pass;

    /// <param name="exporter">What delivers.</param>
    /// <param name="spool">What is to be delivered.</param>
    /// <param name="options">Whose metrics are told.</param>
    /// <param name="diagnostics">Where to complain.</param>
    /// <param name="pauses">Between tries.</param>
    public SpoolReplay(IResumableExporter exporter, Spool spool, MlflowOptions options, TracingDiagnostics diagnostics, ReplayPauses pauses)
    {
        _exporter = exporter;
        _spool = spool;
        _options = options;
        _diagnostics = diagnostics;
        _pauses = pauses;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _work = Task.Run(WorkAsync);
        }
    }

    /// <summary>What happens to a delivery that is stopped.</summary>
    public static DeliveryFailure OutOfTime { get; } = new(SpoolComplaints.NoTime(), IsCancelled: true);

    /// <summary>Why nothing but this need try the server; <see langword="null"/> when it takes traces.</summary>
    public DeliveryFailure? Trouble => _trouble;

    /// <summary>Leaves the server to this for now.</summary>
    public void Suspend(DeliveryFailure trouble)
    {
        if (Interlocked.CompareExchange(ref _trouble, trouble, null) is null)
        {
            _wakeUp.Release();
        }
    }

    /// <summary>Waits until all that is spooled was tried once, unless the server is known to take nothing.</summary>
    public void Drain(TimeSpan timeout)
    {
        if (_trouble is null && timeout > TimeSpan.Zero)
        {
            var pass = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _pass = pass;
            _wakeUp.Release();
            pass.Task.Wait(timeout);
        }
    }

    /// <summary>Delivers when nothing else is being delivered.</summary>
    public async Task DeliverAloneAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            foreach (var delivery in deliveries)
            {
                delivery.Failure = OutOfTime;
            }

            return;
        }

        try
        {
            await _exporter.DeliverAsync(deliveries, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _work.Wait(s_end);
    }

    private async Task WorkAsync()
    {
        // What the exporter calls may be woven; a trace of each export would never end.
        AmbientSpan.Current = LiveSpan.Suppressed;
        var pause = _pauses.First;
        while (!_end.IsCancellationRequested)
        {
            var pass = _pass;
            var obstacle = await TryOnceAsync().ConfigureAwait(false);
            _trouble = obstacle is { IsAboutServer: true } ? obstacle : null;
            pass?.TrySetResult(true);
            if (obstacle is null)
            {
                pause = _pauses.First;
                await WaitAsync(_spool.IsEmpty ? _pauses.Idle : pause).ConfigureAwait(false);
                obstacle = _trouble;
            }

            // Where only the time was up, the server may well be taking traces.
            if (obstacle is { IsCancelled: false })
            {
                // A server that is down is probed no more often than its breaker wants, and no later.
                await WaitAsync(obstacle.UntilProbe is { } probe && probe < _pauses.Longest ? probe : pause).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _pauses.Longest.Ticks));
            }
        }
    }

    private async Task WaitAsync(TimeSpan pause)
    {
        try
        {
            await _wakeUp.WaitAsync(pause, _end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it too.
        }
    }

    private async Task<DeliveryFailure?> TryOnceAsync()
    {
        try
        {
            _spool.ClaimOthers();
            return await ReplayAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a disk or a network share may cause: it is tried again
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _diagnostics.Report(SpoolComplaints.Failed(thrown.Message), thrown);
            return null;
        }
    }

    /// <summary>Tries everything that is spooled, until the server takes nothing.</summary>
    /// <returns>Why not all of it is delivered.</returns>
    private async Task<DeliveryFailure?> ReplayAsync()
    {
        while (!_end.IsCancellationRequested && _spool.TakeNext() is { } group)
        {
            var deliveries = group.Deliveries;
            await DeliverAloneAsync(deliveries, _end.Token).ConfigureAwait(false);

            // Before it is gone from the disk: nobody may find that something is missing, and no word of it.
            var outcome = new BatchOutcome(_diagnostics);
            foreach (var delivery in deliveries.Where(static delivery => delivery.Failure is not { IsTemporary: true }))
            {
                outcome.Add(delivery.Trace, delivery.Failure);
                _options.Metrics?.AddReplayed(delivery);
            }

            outcome.Report();
            _spool.Settle(group);
            if (group.Left is { Count: > 0 } left)
            {
                var about = left.Select(static delivery => delivery.Failure!).FirstOrDefault(static failure => failure.IsAboutServer);
                if (about is not null || left.Count == deliveries.Count)
                {
                    return about ?? left[0].Failure;
                }
            }
        }

        return null;
    }
}
