using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Recording;

/// <summary>The traces under way: a fixed number of slots, taken and given back without a lock.</summary>
internal sealed class ActiveTraceBuffer(TracingRuntime runtime, int capacity)
{
    private readonly ActiveTrace?[] _slots = new ActiveTrace?[capacity];
    private readonly ConcurrentDictionary<ActiveTrace, bool> _parked = new();

    /// <summary>Takes a slot; when all are taken the oldest trace is ended as ERROR and delivered, to make room.</summary>
    public void Add(ActiveTrace trace)
    {
        // Threads begin their search at different places, so that they seldom meet.
        var start = Environment.CurrentManagedThreadId * 16 % _slots.Length;
        while (true)
        {
            for (var offset = 0; offset < _slots.Length; offset++)
            {
                var slot = start + offset;
                slot = slot < _slots.Length ? slot : slot - _slots.Length;
                trace.Place = slot;
                if (_slots[slot] is null && Interlocked.CompareExchange(ref _slots[slot], trace, null) is null)
                {
                    return;
                }
            }

            EvictOldest();
        }
    }

    /// <summary>How many traces are under way.</summary>
    public int Count => _slots.Count(static trace => trace is not null) + _parked.Count;

    /// <summary>The traces that take no more spans but wait for the processors of one.</summary>
    public ActiveTrace[] Parked => [.. _parked.Keys];

    /// <summary>Gives a slot back before the trace is complete: processors are the user's code, and may take their time.</summary>
    public void Park(ActiveTrace trace)
    {
        _parked[trace] = true;
        TryFreeSlot(trace);
    }

    /// <summary>Gives a slot back.</summary>
    public void Remove(ActiveTrace trace)
    {
        if (!TryFreeSlot(trace))
        {
            _parked.TryRemove(trace, out _);
        }
    }

    /// <summary>Ends traces that are overdue: by the time limits, or because their root ended and their children did not.</summary>
    public void Sweep()
    {
        var options = runtime.Options;
        var now = SpanClock.Now;
        var limit = options.TraceTimeout is { } timeout && timeout < options.ActiveTraceTtl ? timeout : options.ActiveTraceTtl;
        foreach (var trace in _slots)
        {
            if (trace is null)
            {
                continue;
            }

            var root = trace.Root;
            if (root.HasEnded)
            {
                if (now - root.EndTimestamp > SpanClock.FromTimeSpan(options.OpenChildrenGrace))
                {
                    CompleteWithOpenChildren(trace);
                }
            }
            else if (now - root.StartTimestamp > SpanClock.FromTimeSpan(limit))
            {
                Force(trace, RecordingComplaints.TimedOut(limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Completes the traces whose root has ended, without waiting for their open children.</summary>
    public void CompleteEndedRoots()
    {
        foreach (var trace in _slots)
        {
            if (trace is not null && trace.Root.HasEnded)
            {
                CompleteWithOpenChildren(trace);
            }
        }
    }

    /// <summary>Ends every trace under way, because the process or the runtime ends.</summary>
    public void CompleteAll(string reason)
    {
        foreach (var trace in _slots)
        {
            if (trace is not null)
            {
                Force(trace, RecordingComplaints.CutOff(reason));
            }
        }
    }

    private bool TryFreeSlot(ActiveTrace trace) => ReferenceEquals(Interlocked.CompareExchange(ref _slots[trace.Place], null, trace), trace);

    private static void CompleteWithOpenChildren(ActiveTrace trace) => Force(trace, RecordingComplaints.ChildrenOpen());

    private void EvictOldest()
    {
        ActiveTrace? oldest = null;
        foreach (var trace in _slots)
        {
            if (trace is not null && (oldest is null || trace.Root.StartTimestamp < oldest.Root.StartTimestamp))
            {
                oldest = trace;
            }
        }

        if (oldest is not null)
        {
            Force(oldest, RecordingComplaints.Crowded(_slots.Length.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void Force(ActiveTrace trace, Complaint complaint)
    {
        Debug.Assert(trace.Root is not null, "a trace enters the buffer with its root");
        var open = trace.ForceComplete($"Still open: {complaint.Cause.TrimEnd('.')}");
        if (open > 0)
        {
            var root = trace.Root!.HasEnded ? trace.Root.Name : trace.Root.ReportableName; // its processors may change it
            trace.Runtime.Diagnostics.Report(complaint.About($"{open} open span(s) of trace '{root}' ({trace.Id}) were ended as ERROR:"), count: open);
        }
    }
}
