using System.Diagnostics;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;

namespace MLflow.Tracing.DeliveryCost;

/// <summary>Traces that go to the spool, with its disk made to have them.</summary>
internal sealed class SpoolCase : IDisposable
{
    /// <summary>As the queue hands them out.</summary>
    private const int Traces = 64;

    /// <summary>Before it is full, and costs what it takes to drop what is oldest.</summary>
    private const long MostBytes = 256 * 1024 * 1024;

    private readonly Delivery[] _deliveries;
    private readonly string _folder = Directory.CreateTempSubdirectory("mlflow-tracing-").FullName;
    private Spool _spool;

    /// <param name="spans">Of each trace.</param>
    public SpoolCase(int spans)
    {
        _deliveries = [.. Enumerable.Range(0, Traces).Select(trace => new Delivery(SampleSpans.Trace(trace, spans)))];
        _spool = NewSpool();
    }

    /// <summary>Keeps a batch.</summary>
    /// <returns>How many spans.</returns>
    public Task<int> Keep()
    {
        if (_spool.Bytes > MostBytes)
        {
            Empty();
        }

        return _spool.Keep(_deliveries) == Traces ? Task.FromResult(_deliveries.Sum(static delivery => delivery.Trace.Spans.Count)) : throw new IOException("The spool does not keep.");
    }

    /// <summary>Keeps batches for a second, and tells how many spans that were: the disk takes time, too.</summary>
    public double KeepByTheClock()
    {
        var spans = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(1))
        {
            spans += Keep().Result;
        }

        return spans / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _spool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Empty()
    {
        _spool.Dispose();
        Directory.Delete(_spool.Folder, recursive: true);
        _spool = NewSpool();
    }

    private Spool NewSpool() => new(Path.Combine(_folder, "spool"), new MlflowOptions { MaxSpoolBytes = 2 * MostBytes }, new TracingDiagnostics { Output = null });
}
