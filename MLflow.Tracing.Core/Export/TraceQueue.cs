using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Recording;
using Trace = MLflow.Tracing.Model.Trace;

namespace MLflow.Tracing.Export;

/// <summary>
/// Finished traces on their way to the exporters. Adding one is a compare-and-swap on an intrusive list: no lock, no allocation
/// and, while traces keep coming, no system call. One background task takes the whole list at a time.
/// </summary>
/// <remarks>When it is full, in number or in bytes, whoever adds a trace waits for room as long as the options allow; then the trace is dropped and counted (MLT401).</remarks>
internal sealed class TraceQueue : IDisposable
{
    /// <summary>After a batch the worker sleeps that long, so that a busy program does not wake it for each trace.</summary>
    private const int BatchIntervalMs = 50;

    private const int MaxBatchSize = 64;

    /// <summary>How long the end of the process waits for the spool, when the time for delivery is up.</summary>
    private static readonly TimeSpan s_spoolTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_waitForSpool = TimeSpan.FromSeconds(1);

    private readonly int _capacity;
    private readonly long _capacityBytes;
    private readonly TimeSpan _fullTimeout;
    private readonly IReadOnlyList<ITraceExporter> _exporters;
    private readonly SpoolingExporter[] _spooling;
    private readonly TracingDiagnostics _diagnostics;
    private readonly TracingMetrics _metrics;
    private readonly ConcurrentQueue<TaskCompletionSource<bool>> _flushRequests = new();
    private readonly SemaphoreSlim _wakeUp = new(0);
    private readonly object _room = new();
    private readonly CancellationTokenSource _outOfTime = new();
    private readonly CancellationToken _outOfTimeToken;
    private readonly Task _worker;

    private ActiveTrace[] _inOrder = [];
    private ActiveTrace? _newest;
    private int _inWork;
    private int _isParked;
    private int _isClosed;
    private int _waiting;
    private long _bytes;
    private long _dropped;

    public TraceQueue(MlflowOptions options, IReadOnlyList<ITraceExporter> exporters, TracingDiagnostics diagnostics, TracingMetrics metrics)
    {
        _capacity = options.MaxQueueSize;
        _capacityBytes = options.MaxQueueBytes;
        _exporters = exporters;
        _spooling = [.. exporters.OfType<SpoolingExporter>()];
        Array.ForEach(_spooling, spooling => spooling.QueueIsFilling = () => Length > _capacity / 2 || Volatile.Read(ref _bytes) > _capacityBytes / 2);
        _fullTimeout = options.QueueFullTimeout ?? (_spooling.Length > 0 ? s_waitForSpool : TimeSpan.Zero);
        _diagnostics = diagnostics;
        _metrics = metrics;
        _outOfTimeToken = _outOfTime.Token;
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>Adds a sealed trace, or drops it when the queue is full. Blocks only if the options ask for that.</summary>
    public void Enqueue(ActiveTrace trace)
    {
        trace.EstimatedBytes = trace.EstimateBytes();
        if (!TryEnqueue(trace) && !TryEnqueueInTime(trace))
        {
            trace.ReleaseAttachments();
            Interlocked.Increment(ref _dropped);
            _metrics.OnQueueFull(trace.SpanCount);
        }
    }

    /// <summary>Waits until everything added so far was given to the exporters.</summary>
    /// <returns>False when the time was up first.</returns>
    public async Task<bool> FlushAsync(TimeSpan timeout)
    {
        if (_worker.IsCompleted)
        {
            return true;
        }

        var request = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _flushRequests.Enqueue(request);
        WakeWorker();
        using var giveUp = new CancellationTokenSource();
        var first = await Task.WhenAny(request.Task, _worker, Task.Delay(timeout, giveUp.Token)).ConfigureAwait(false);
        giveUp.Cancel();
        return ReferenceEquals(first, request.Task) || ReferenceEquals(first, _worker);
    }

    /// <summary>Takes to the spool what is not delivered, and waits until it is there.</summary>
    /// <returns>False when there is no spool, or the time for it was up first.</returns>
    public async Task<bool> SpoolAsync()
    {
        Array.ForEach(_spooling, static spooling => spooling.StopWaiting());
        var isSpooled = _spooling.Length > 0 && await FlushAsync(s_spoolTime).ConfigureAwait(false);
        Array.ForEach(_spooling, static spooling => spooling.GoOn());
        return isSpooled;
    }

    /// <summary>Takes no more traces, delivers what there is, and gives up when the time is up.</summary>
    public void Shutdown(TimeSpan timeout)
    {
        Volatile.Write(ref _isClosed, 1);
        WakeWorker();
        var clock = Stopwatch.StartNew();
        if (_worker.Wait(timeout))
        {
            Array.ForEach(_spooling, spooling => spooling.Drain(timeout - clock.Elapsed));
        }
        else if (!WorkerSpools())
        {
            var undelivered = Length;
            _diagnostics.Report(
                QueueComplaints.OutOfTime(undelivered.ToString(CultureInfo.InvariantCulture), timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
                count: undelivered);
        }

        foreach (var exporter in _exporters)
        {
            exporter.Dispose();
        }
    }

    /// <summary>After <see cref="Shutdown"/>. The semaphore is left to the collector: a late trace may still meet it.</summary>
    public void Dispose() => _outOfTime.Dispose();

    /// <summary>Traces that wait or are being delivered.</summary>
    public int Length => _inWork + (Volatile.Read(ref _newest)?.Place ?? 0);

    /// <summary>With its time up, the worker delivers nothing more; it can still take to the spool what there is.</summary>
    private bool WorkerSpools()
    {
        _outOfTime.Cancel();
        return _spooling.Length > 0 && _worker.Wait(s_spoolTime);
    }

    /// <returns>False when there is no room.</returns>
    private bool TryEnqueue(ActiveTrace trace)
    {
        while (true)
        {
            var newest = Volatile.Read(ref _newest);
            var depth = newest is null ? 1 : newest.Place + 1;
            if (Volatile.Read(ref _isClosed) != 0)
            {
                trace.ReleaseAttachments();
                _diagnostics.Report(QueueComplaints.Closed(trace.Root.Name));
                return true;
            }

            // A single trace may be as large as it is.
            var bytes = Volatile.Read(ref _bytes);
            if (depth + _inWork > _capacity || (bytes > 0 && bytes + trace.EstimatedBytes > _capacityBytes))
            {
                return false;
            }

            trace.Place = depth;
            trace.NextInQueue = newest;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _newest, trace, newest), newest))
            {
                Interlocked.Add(ref _bytes, trace.EstimatedBytes);
                if (_isParked != 0 || depth == _capacity / 2)
                {
                    WakeWorker();
                }

                return true;
            }
        }
    }

    /// <summary>Waits for room.</summary>
    /// <returns>False when there was none in time.</returns>
    private bool TryEnqueueInTime(ActiveTrace trace)
    {
        if (_fullTimeout <= TimeSpan.Zero)
        {
            return false;
        }

        var clock = Stopwatch.StartNew();
        Interlocked.Increment(ref _waiting);
        try
        {
            WakeWorker();
            lock (_room)
            {
                while (!TryEnqueue(trace))
                {
                    var left = _fullTimeout - clock.Elapsed;
                    if (left <= TimeSpan.Zero || !Monitor.Wait(_room, left))
                    {
                        return TryEnqueue(trace);
                    }
                }

                return true;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Lets go of delivered traces, and those in that wait for room.</summary>
    private void Release(ArraySegment<ActiveTrace> batch)
    {
        long bytes = 0;
        foreach (var trace in batch)
        {
            bytes += trace.EstimatedBytes;
            trace.Release();
        }

        _inWork -= batch.Count;
        Interlocked.Add(ref _bytes, -bytes);
        if (Volatile.Read(ref _waiting) > 0)
        {
            lock (_room)
            {
                Monitor.PulseAll(_room);
            }
        }
    }

    private void WakeWorker()
    {
        Interlocked.Exchange(ref _isParked, 0);
        if (_wakeUp.CurrentCount == 0)
        {
            _wakeUp.Release();
        }
    }

    private async Task WorkAsync()
    {
        // What exporters call may be woven; a trace of each export would never end.
        AmbientSpan.Current = LiveSpan.Suppressed;
        while (true)
        {
            // A request is taken before the traces that were added before it.
            var requests = TakeFlushRequests();
            var newest = Interlocked.Exchange(ref _newest, null);
            if (newest is not null)
            {
                await DeliverAsync(newest).ConfigureAwait(false);
            }

            requests.ForEach(request => request.TrySetResult(true));
            if (newest is not null)
            {
                await _wakeUp.WaitAsync(_isClosed != 0 ? 0 : BatchIntervalMs).ConfigureAwait(false);
            }
            else if (Volatile.Read(ref _isClosed) != 0)
            {
                return;
            }
            else
            {
                await ParkAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ParkAsync()
    {
        Interlocked.Exchange(ref _isParked, 1);
        if (Volatile.Read(ref _newest) is null && _flushRequests.IsEmpty && Volatile.Read(ref _isClosed) == 0)
        {
            await _wakeUp.WaitAsync().ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _isParked, 0);
    }

    private List<TaskCompletionSource<bool>> TakeFlushRequests()
    {
        var requests = new List<TaskCompletionSource<bool>>();
        while (_flushRequests.TryDequeue(out var request))
        {
            requests.Add(request);
        }

        return requests;
    }

    private async Task DeliverAsync(ActiveTrace newest)
    {
        var count = newest.Place;
        _inWork = count;
        if (_inOrder.Length < count)
        {
            _inOrder = new ActiveTrace[count];
        }

        for (ActiveTrace? trace = newest; trace is not null; trace = trace.NextInQueue)
        {
            _inOrder[trace.Place - 1] = trace;
        }

        for (var start = 0; start < count; start += MaxBatchSize)
        {
            var batch = new ArraySegment<ActiveTrace>(_inOrder, start, Math.Min(MaxBatchSize, count - start));
            _metrics.AddRecorded(batch.Sum(static trace => (long)trace.SpanCount));
            if (_exporters.Count > 0)
            {
                await ExportAsync(batch).ConfigureAwait(false);
            }

            Release(batch);
        }

        Array.Clear(_inOrder, 0, count);
        ReportDropped();
        _metrics.Collect();
    }

    /// <summary>Dropping is counted where it happens and reported from here, so that a full queue costs the caller nothing more.</summary>
    private void ReportDropped()
    {
        var dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            _diagnostics.Report(
                QueueComplaints.Full(_capacity.ToString(CultureInfo.InvariantCulture), (_capacityBytes >> 20).ToString(CultureInfo.InvariantCulture), dropped.ToString(CultureInfo.InvariantCulture)),
                count: dropped);
        }
    }

    private async Task ExportAsync(ArraySegment<ActiveTrace> batch)
    {
        var traces = new List<Trace>(batch.Count);
        foreach (var trace in batch)
        {
            try
            {
                traces.Add(TraceAssembler.Assemble(trace));
            }
#pragma warning disable CA1031 // one trace that cannot be put together must not stop the others
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                _diagnostics.Report(QueueComplaints.NotAssembled(trace.Root.Name, thrown.Message), thrown);
                _metrics.AddNotAssembled(trace.SpanCount);
            }
        }

        var spans = traces.Sum(static trace => (long)trace.Spans.Count);
        foreach (var exporter in _exporters)
        {
            var result = new ExportResult(0, traces.Count);
            var clock = Stopwatch.StartNew();
            try
            {
                result = await exporter.ExportAsync(traces, _outOfTimeToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // an exporter may be the user's; the next one must get its traces
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                _diagnostics.Report(QueueComplaints.ExporterThrew(exporter.GetType().Name, traces.Count.ToString(CultureInfo.InvariantCulture), thrown.Message), thrown, traces.Count);
            }

            _metrics.AddExport(exporter, result, spans, clock.Elapsed);
        }
    }
}
