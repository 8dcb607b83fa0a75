using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Spooling;

/// <summary>
/// Delivers what the server takes and keeps the rest in a <see cref="Spool"/>, which a <see cref="SpoolReplay"/> delivers later. While the server takes nothing, or stalls while the queue fills,
/// new traces go to the spool at once.
/// </summary>
internal sealed class SpoolingExporter : ITraceExporter
{
    private static readonly TimeSpan s_lookAtQueue = TimeSpan.FromMilliseconds(100);

    private readonly IResumableExporter _inner;
    private readonly Spool _spool;
    private readonly SpoolReplay _replay;
    private readonly TracingDiagnostics _diagnostics;
    private volatile CancellationTokenSource? _underWay;
    private volatile bool _isOutOfTime;

    /// <param name="inner">Disposed with the exporter.</param>
    /// <param name="spool">Likewise.</param>
    /// <param name="options">Whose metrics are told.</param>
    /// <param name="diagnostics">Where to complain.</param>
    /// <param name="pauses">Between tries to deliver what is spooled.</param>
    public SpoolingExporter(IResumableExporter inner, Spool spool, MlflowOptions options, TracingDiagnostics diagnostics, ReplayPauses? pauses = null)
    {
        _inner = inner;
        _spool = spool;
        _diagnostics = diagnostics;
        _replay = new SpoolReplay(inner, spool, options, diagnostics, pauses ?? ReplayPauses.Default);
    }

    /// <summary>Whether new traces are about to be dropped: no time to wait for a server then.</summary>
    public Func<bool> QueueIsFilling { get; set; } = static () => false;

    /// <summary>What is kept, in bytes.</summary>
    public long SpoolBytes => _spool.Bytes;

    public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        Delivery[] deliveries = [.. traces.Select(static trace => new Delivery(trace))];
        if (cancellationToken.IsCancellationRequested || _isOutOfTime || _replay.Trouble is not null)
        {
            Array.ForEach(deliveries, delivery => delivery.Failure = _replay.Trouble ?? SpoolReplay.OutOfTime);
        }
        else
        {
            await DeliverUnlessStalledAsync(deliveries, cancellationToken).ConfigureAwait(false);
        }

        var outcome = new BatchOutcome(_diagnostics);
        foreach (var delivery in deliveries.Where(static delivery => delivery.Failure is not { IsTemporary: true }))
        {
            outcome.Add(delivery.Trace, delivery.Failure);
        }

        return Keep([.. deliveries.Where(static delivery => delivery.Failure is { IsTemporary: true })], outcome.Report());
    }

    /// <summary>Ends a delivery under way; until <see cref="GoOn"/>, what is not delivered goes to the spool.</summary>
    public void StopWaiting()
    {
        _isOutOfTime = true;
        try
        {
            _underWay?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The delivery has just ended.
        }
    }

    /// <summary>Delivers again, what was spooled first.</summary>
    public void GoOn()
    {
        _isOutOfTime = false;
        _replay.Suspend(SpoolReplay.OutOfTime);
    }

    /// <summary>Gives what is spooled one chance to be delivered, unless the server has just refused one.</summary>
    public void Drain(TimeSpan timeout) => _replay.Drain(timeout);

    public void Dispose()
    {
        _replay.Dispose();
        _spool.Dispose();
        _inner.Dispose();
    }

    private ExportResult Keep(List<Delivery> left, ExportResult others)
    {
        if (left.Count == 0)
        {
            return others;
        }

        var reason = left[0].Failure!;
        if (left.Find(static delivery => delivery.Failure!.IsAboutServer) is { Failure: { } trouble })
        {
            _replay.Suspend(trouble);
        }

        var kept = _spool.Keep(left);
        if (kept > 0)
        {
            _diagnostics.Report(SpoolComplaints.Kept(kept.ToString(CultureInfo.InvariantCulture), _spool.Folder, reason.Complaint.Cause), reason.Cause, kept);
        }

        // The spool keeps all of a group or none of it, but for a trace that cannot be written as JSON.
        var spans = left.Sum(static delivery => (long)delivery.Trace.Spans.Count);
        return new ExportResult(others.Delivered, others.Failed + left.Count - kept)
        {
            FailedSpans = others.FailedSpans + (kept == 0 ? spans : 0),
            KeptSpans = kept == 0 ? 0 : spans,
        };
    }

    private async Task DeliverUnlessStalledAsync(Delivery[] deliveries, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _underWay = stop;
        if (_isOutOfTime)
        {
            stop.Cancel();
        }

        var delivery = _replay.DeliverAloneAsync(deliveries, stop.Token);
        while (!delivery.IsCompleted)
        {
            using var look = new CancellationTokenSource();
            await Task.WhenAny(delivery, Task.Delay(s_lookAtQueue, look.Token)).ConfigureAwait(false);
            look.Cancel();
            if (!delivery.IsCompleted && QueueIsFilling())
            {
                stop.Cancel();
                break;
            }
        }

        await delivery.ConfigureAwait(false);
        _underWay = null;
    }
}
