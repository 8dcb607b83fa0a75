using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>
/// Stores traces in a folder, one JSON object <c>{"info":…,"data":…}</c> a line. Each process, and each exporter in it, writes a file
/// of its own: several writers on one file tear each other's lines. Attachments are files beside them.
/// </summary>
/// <remarks>Nothing is created before the first trace. A batch is handed to the operating system as a whole. What fails is reported (MLT420), and the next batch begins a new file.</remarks>
internal sealed class FolderStoreExporter : ITraceExporter
{
    private const long DefaultMaxFileBytes = 64 * 1024 * 1024;
    private const byte LineFeed = (byte)'\n';
    private const string DefaultExperimentId = "0";

    private readonly string _folder;
    private readonly string _experimentId;
    private readonly string? _experimentName;
    private readonly long _maxFileBytes;
    private readonly TracingDiagnostics _diagnostics;
    private readonly object _gate = new();
    private FileStream? _file;
    private long _fileBytes;

    /// <param name="folder">The full path; created with the first trace.</param>
    /// <param name="options">The experiment, which a later push to a server needs.</param>
    /// <param name="diagnostics">Where to complain.</param>
    /// <param name="maxFileBytes">A file that has reached it gets no further trace.</param>
    public FolderStoreExporter(string folder, MlflowOptions options, TracingDiagnostics diagnostics, long maxFileBytes = DefaultMaxFileBytes)
    {
        _folder = folder;
        _experimentId = string.IsNullOrWhiteSpace(options.ExperimentId) ? DefaultExperimentId : options.ExperimentId!.Trim();
        _experimentName = string.IsNullOrWhiteSpace(options.ExperimentId) ? options.ExperimentName : null;
        _maxFileBytes = maxFileBytes;
        _diagnostics = diagnostics;
    }

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        // Dispose may come while a batch is under way.
        lock (_gate)
        {
            return Task.FromResult(Store(traces, cancellationToken));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private ExportResult Store(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        var stored = 0;
        try
        {
            foreach (var trace in traces)
            {
                if (!cancellationToken.IsCancellationRequested && Encode(trace) is { } line)
                {
                    StoreAttachments(trace);
                    Append(line);
                    stored++;
                }
            }

            _file?.Flush();
            return new ExportResult(stored, traces.Count - stored);
        }
#pragma warning disable CA1031 // whatever a disk or a network share may cause: the program goes on
        catch (Exception refused)
#pragma warning restore CA1031
        {
            Abandon();
            _diagnostics.Report(
                DestinationComplaints.NotStored(traces.Count.ToString(CultureInfo.InvariantCulture), _folder, refused.Message),
                refused,
                traces.Count);
            return new ExportResult(0, traces.Count);
        }
    }

    /// <summary>Before the trace, so that nobody reads a reference that leads nowhere yet.</summary>
    private void StoreAttachments(Trace trace)
    {
        var failures = new AttachmentFailures(trace, _diagnostics);
        foreach (var attachment in trace.Attachments)
        {
            failures.Add(FolderStoreAttachments.TryWrite(_folder, attachment));
        }

        failures.Report();
    }

    private ArraySegment<byte>? Encode(Trace trace)
    {
        try
        {
            return StoredTraceJson.Write(trace, _experimentId, _experimentName);
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from the disk
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _diagnostics.Report(ServerComplaints.NotEncoded(thrown.Message).About($"Trace {trace.Info.TraceId} not stored:"), thrown);
            return null;
        }
    }

    private void Append(ArraySegment<byte> line)
    {
        if (_file is not null && _fileBytes + line.Count > _maxFileBytes)
        {
            Close();
        }

        _file ??= FolderStoreFile.Create(_folder);
        _file.Write(line.Array!, line.Offset, line.Count);
        _file.WriteByte(LineFeed);
        _fileBytes += line.Count + 1;
    }

    private void Close()
    {
        var file = _file;
        _file = null;
        _fileBytes = 0;
        file?.Dispose();
    }

    /// <summary>A line may be torn; it stays the last one of its file.</summary>
    private void Abandon()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // The reason is in the report already: what could not be written cannot be flushed either.
        }
    }
}
