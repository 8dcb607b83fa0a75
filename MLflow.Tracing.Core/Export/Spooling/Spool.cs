using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;

namespace MLflow.Tracing.Export.Spooling;

/// <summary>A folder of traces for one destination that could not be delivered: the files of this process, and those of processes that are no more.</summary>
/// <remarks>
/// Nothing is created before the first trace. Thread-safe. What was kept is with the system at once, and survives the end of the process; the disk has it
/// <see cref="GroupInterval"/> later, if the options ask for that.
/// </remarks>
internal sealed class Spool : IDisposable
{
    /// <summary>What comes within this time shares one wait for the disk.</summary>
    public static readonly TimeSpan GroupInterval = TimeSpan.FromMilliseconds(20);

    private const int TracesInGroup = 64;
    private const int BytesInGroup = 4 * 1024 * 1024;
    private const long MostFileBytes = 16 * 1024 * 1024;
    private const int FilesOfAFullSpool = 8;

    /// <summary>A folder is counted again when this part of its limit was written since.</summary>
    private const int CountsPerLimit = 64;

    private const string DefaultExperimentId = "0";

    private readonly MlflowOptions _options;
    private readonly TracingDiagnostics _diagnostics;
    private readonly object _gate = new();
    private readonly object _diskGate = new();
    private readonly List<SpoolFile> _files = [];
    private readonly HashSet<SpoolFile> _unflushed = [];
    private readonly Timer _flush;
    private SpoolFile? _current;
    private SpooledGroup? _underWay;
    private long? _countedBytes;
    private long _bytesSince;
    private bool _isClosed;

    /// <param name="folder">The full path.</param>
    /// <param name="options">The limits, and the experiment.</param>
    /// <param name="diagnostics">Where to complain.</param>
    public Spool(string folder, MlflowOptions options, TracingDiagnostics diagnostics)
    {
        Folder = folder;
        _options = options;
        _diagnostics = diagnostics;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _flush = new Timer(static state => ((Spool)state!).FlushInGroup(), this, Timeout.Infinite, Timeout.Infinite);
        }
    }

    public string Folder { get; }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _files.TrueForAll(static file => file.IsOver);
            }
        }
    }

    /// <summary>What this process holds.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _files.Sum(static file => file.Length - file.Position);
            }
        }
    }

    /// <summary>Keeps traces; what cannot be kept is reported as lost.</summary>
    /// <returns>How many are kept.</returns>
    public int Keep(IReadOnlyList<Delivery> deliveries)
    {
        using var lines = Encode(deliveries, out var count);
        lock (_gate)
        {
            try
            {
                Append(_isClosed ? throw new IOException("the spool is closed.") : lines, deliveries);
                return count;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                _current = null;
                _diagnostics.Report(SpoolComplaints.NotKept(Text(deliveries.Count), Folder, refused.Message), refused, deliveries.Count);
                return 0;
            }
        }
    }

    /// <summary>How many lines this process holds about which something is left to do.</summary>
    public int CountLines()
    {
        lock (_gate)
        {
            return _files.Sum(static file => file.CountLines());
        }
    }

    /// <summary>Takes over the files of processes that are no more.</summary>
    /// <returns>How many files other processes hold.</returns>
    public int ClaimOthers()
    {
        lock (_gate)
        {
            if (_isClosed || !Directory.Exists(Folder))
            {
                return 0;
            }

            string[] others = [.. Directory.GetFiles(Folder, FolderStoreFile.Pattern).Where(path => !_files.Exists(file => file.FilePath == path))];
            SpoolFile[] claimed = [.. others.Select(SpoolFile.TryClaim).OfType<SpoolFile>()];
            _files.AddRange(claimed);
            _files.Sort(static (one, other) => string.CompareOrdinal(one.FilePath, other.FilePath));
            return others.Length - claimed.Length;
        }
    }

    /// <summary>The oldest traces, which stay where they are until <see cref="Settle"/>; <see langword="null"/> when there are none. What is unreadable or too old is reported and left out.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public SpooledGroup? TakeNext()
    {
        lock (_gate)
        {
            _underWay = null;
            while (!_isClosed && _files.Count > 0)
            {
                var file = _files[0];
                if (file.IsOver)
                {
                    Delete(file);
                }
                else if (ReadGroup(file) is { Deliveries.Count: > 0 } group)
                {
                    return _underWay = group;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Remembers how the tries to deliver a group ended. What is left in the middle of it, or is half delivered, is written again at the end: the beginning of a file is always done.
    /// </summary>
    /// <exception cref="IOException">It could not be remembered; what was delivered will be delivered again, which changes nothing.</exception>
    public void Settle(SpooledGroup group)
    {
        lock (_gate)
        {
            _underWay = null;
            if (_isClosed)
            {
                return;
            }

            if (group.TryGetUntouchedRest(out var start))
            {
                group.File.Advance(start);
            }
            else
            {
                using var lines = Encode(group.Left, out _);
                Append(lines, group.Left);
                group.File.Advance(group.End);
            }

            foreach (var delivery in group.Deliveries.Where(static delivery => delivery.Failure is not { IsTemporary: true }))
            {
                SpoolAttachments.Delete(Folder, delivery.Trace);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _flush.Dispose();
        FlushToDisk();
        lock (_gate)
        {
            foreach (var file in _files.ToArray())
            {
                if (file.IsOver)
                {
                    Delete(file);
                }

                file.Dispose();
            }

            _files.Clear();
        }
    }

    /// <param name="lines">The traces as <see cref="Encode"/> leaves them.</param>
    /// <param name="deliveries">The same.</param>
    private void Append(PooledBuffer lines, IReadOnlyList<Delivery> deliveries)
    {
        if (lines.Length == 0)
        {
            return;
        }

        var withAttachments = deliveries.Where(static delivery => delivery.Trace.Attachments.Count > 0).ToList();
        var attachments = withAttachments.Sum(static delivery => delivery.Trace.Attachments.Sum(static attachment => (long)attachment.Content.Length));
        MakeRoom(lines.Length + attachments);
        foreach (var delivery in withAttachments)
        {
            SpoolAttachments.Write(Folder, delivery.Trace, _diagnostics);
        }

        if (_current is null || _current.Length >= Math.Min(MostFileBytes, _options.MaxSpoolBytes / FilesOfAFullSpool))
        {
            _current = SpoolFile.Create(Folder);
            _files.Add(_current);
        }

        _current.Append(lines.Written);
        _bytesSince += lines.Length + attachments;
        if (_options.SpoolFlushesToDisk && _unflushed.Add(_current) && _unflushed.Count == 1)
        {
            FlushSoon();
        }
    }

    private void FlushSoon()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _flush.Change(GroupInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void FlushInGroup()
    {
        if (!Monitor.TryEnter(_diskGate))
        {
            // The disk is slow, and no more than one thread waits for it.
            FlushSoon();
            return;
        }

        try
        {
            FlushToDisk();
        }
        finally
        {
            Monitor.Exit(_diskGate);
        }
    }

    /// <summary>Waits for the disk while others go on writing.</summary>
    private void FlushToDisk()
    {
        lock (_diskGate)
        {
            SpoolFile[] files;
            lock (_gate)
            {
                files = [.. _unflushed];
                _unflushed.Clear();
            }

            Array.ForEach(files, FlushToDisk);
        }
    }

    private void FlushToDisk(SpoolFile file)
    {
        try
        {
            file.FlushToDisk();
        }
        catch (ObjectDisposedException)
        {
            // It was delivered in the meantime.
        }
#pragma warning disable CA1031 // on a timer, where nobody else would catch it
        catch (Exception refused)
#pragma warning restore CA1031
        {
            _diagnostics.Report(SpoolComplaints.NotOnDisk(Folder, refused.Message), refused);
        }
    }

    /// <summary>The traces as lines; what cannot be written is reported and left out.</summary>
    private PooledBuffer Encode(IReadOnlyList<Delivery> deliveries, out int count)
    {
        var lines = new PooledBuffer();
        count = 0;
        foreach (var delivery in deliveries)
        {
            count += TryEncode(delivery, lines) ? 1 : 0;
        }

        return lines;
    }

    private bool TryEncode(Delivery delivery, PooledBuffer lines)
    {
        try
        {
            var name = string.IsNullOrWhiteSpace(_options.ExperimentId) ? _options.ExperimentName : null;
            StoredTraceJson.Write(lines, delivery.Trace, name is null ? _options.ExperimentId?.Trim() ?? DefaultExperimentId : DefaultExperimentId, name, delivery.IsStarted);
            lines.Add((byte)'\n');
            return true;
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from the disk
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _diagnostics.Report(ServerComplaints.NotEncoded(thrown.Message).About($"Trace {delivery.Trace.Info.TraceId} not kept:"), thrown);
            return false;
        }
    }

    /// <returns>Without deliveries when none of the lines is to be delivered.</returns>
    private SpooledGroup ReadGroup(SpoolFile file)
    {
        var lines = file.Read(TracesInGroup, BytesInGroup);
        var group = new SpooledGroup(file, lines.Count > 0 ? lines[lines.Count - 1].End : file.Length);
        if (lines.Count == 0)
        {
            _diagnostics.Report(SpoolComplaints.LineSkipped(file.FilePath, "somebody has cut the file short."));
        }

        var start = file.Position;
        foreach (var (text, end, _) in lines)
        {
            if (Parse(file, text, reports: true) is { } stored)
            {
                if (IsTooOld(stored.Trace))
                {
                    _diagnostics.Report(SpoolComplaints.TooOld(stored.Trace.Info.TraceId, Folder, _options.SpoolTtl.TotalHours.ToString("0.###", CultureInfo.InvariantCulture)));
                    _options.Metrics?.AddSpoolDropped(stored.Trace.Spans.Count, "spool_ttl");
                    SpoolAttachments.Delete(Folder, stored.Trace);
                }
                else
                {
                    group.Add(new Delivery(SpoolAttachments.ReadInto(Folder, stored.Trace, _diagnostics), stored.IsStarted), start);
                }
            }

            start = end;
        }

        if (group.Deliveries.Count == 0)
        {
            file.Advance(group.End);
        }

        return group;
    }

    private bool IsTooOld(Trace trace)
    {
        var endUnixNs = trace.Info.RequestTimeUnixNs + trace.Info.ExecutionDurationNs;
        var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(endUnixNs / 1_000_000);
        return age > _options.SpoolTtl;
    }

    /// <summary>Drops the oldest files until there is room.</summary>
    /// <exception cref="IOException">There is none, whatever this process may drop.</exception>
    private void MakeRoom(long bytes)
    {
        var limit = _options.MaxSpoolBytes;
        if (_countedBytes is null || _bytesSince > limit / CountsPerLimit || _countedBytes + _bytesSince + bytes > limit)
        {
            CountBytes();
        }

        while (_countedBytes + bytes > limit)
        {
            if (bytes > limit || _files.Find(file => file != _underWay?.File) is not { } oldest)
            {
                throw new IOException($"the spool has reached its limit of {limit} bytes (MlflowOptions.MaxSpoolBytes).");
            }

            Drop(oldest);
            CountBytes();
        }
    }

    private void Drop(SpoolFile file)
    {
        var dropped = 0;
        long spans = 0;
        for (; file.Read(TracesInGroup, BytesInGroup) is { Count: > 0 } lines; file.Advance(lines[lines.Count - 1].End))
        {
            foreach (var stored in lines.Select(line => Parse(file, line.Text, reports: false)).OfType<StoredTrace>())
            {
                SpoolAttachments.Delete(Folder, stored.Trace);
                dropped++;
                spans += stored.Trace.Spans.Count;
            }
        }

        Delete(file);
        if (dropped > 0)
        {
            _diagnostics.Report(SpoolComplaints.Full(Text(dropped), Folder, _options.MaxSpoolBytes.ToString(CultureInfo.InvariantCulture)), count: dropped);
            _options.Metrics?.AddSpoolDropped(spans, "spool_full");
        }
    }

    private void CountBytes()
    {
        _countedBytes = Directory.Exists(Folder) ? new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0) : 0;
        _bytesSince = 0;
    }

    private StoredTrace? Parse(SpoolFile file, string line, bool reports)
    {
        try
        {
            var stored = StoredTraceJson.Read(line);

            // An experiment given by name is looked up when its trace is delivered.
            return stored.ExperimentName is null ? stored : stored with { Trace = stored.Trace with { Info = stored.Trace.Info with { ExperimentId = null } } };
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            if (reports)
            {
                _diagnostics.Report(SpoolComplaints.LineSkipped(file.FilePath, wrong.Message), wrong);
            }

            return null;
        }
    }

    private void Delete(SpoolFile file)
    {
        _files.Remove(file);
        _unflushed.Remove(file);
        _current = ReferenceEquals(_current, file) ? null : _current;
        file.Delete();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
