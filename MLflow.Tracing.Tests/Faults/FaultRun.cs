using System.Diagnostics;
using System.Globalization;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;
using Trace = MLflow.Tracing.Model.Trace;

namespace MLflow.Tracing.Tests.Faults;

/// <summary>An exporter for a <see cref="FaultServer"/>. Sockets and time-outs are real; pauses take no time, and its clock moves when it is told to.</summary>
internal sealed class FaultRun : IDisposable
{
    /// <summary>Of each trace.</summary>
    public const int Spans = 2;

    /// <summary>Of each trace.</summary>
    public const long Tokens = 15;

    /// <summary>What stands for a trace that did not arrive.</summary>
    private static readonly string[] s_losses = ["MLT410", "MLT411", "MLT412", "MLT414", "MLT415", "MLT417", "MLT450", "MLT451"];

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly ReplayPauses s_pauses = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));

    private readonly ITraceExporter _exporter;
    private long _clockTicks;
    private int _made;

    public FaultRun(FaultServer server, Action<MlflowOptions>? configure = null)
    {
        var options = new MlflowOptions { ExperimentId = "123", HttpRequestTimeout = TimeSpan.FromSeconds(3) };
        configure?.Invoke(options);
        var retry = RetryPolicy.For(options) with { Jitter = _ => TimeSpan.Zero, Now = () => Now, Wait = WaitAsync };
        var uri = TrackingUri.Parse(server.Address);
        _exporter = ExporterFactory.WithSpool(ExporterFactory.CreateForServer(uri, options, Diagnostics, retry), uri, options, Diagnostics, s_pauses);
    }

    public TracingDiagnostics Diagnostics { get; } = new() { Output = null };

    /// <summary>Called before each retry.</summary>
    public Func<Task> BeforeRetry { get; set; } = () => Task.CompletedTask;

    /// <summary>The ids of the traces sent so far.</summary>
    public List<string> Produced { get; } = [];

    public int Delivered { get; private set; }

    public int Failed { get; private set; }

    /// <summary>The losses that were complained about.</summary>
    public long Reported => s_losses.Sum(Diagnostics.CountOf);

    private TimeSpan Now => new(Interlocked.Read(ref _clockTicks));

    public void Pass(TimeSpan time) => Interlocked.Add(ref _clockTicks, time.Ticks);

    /// <summary>Sends new traces, with two spans and 15 tokens each.</summary>
    public Task<ExportResult> SendAsync(int count) => SendAsync([.. Enumerable.Range(0, count).Select(_ => Create())]);

    /// <summary>Waits until the spool is delivered; its clock moves on.</summary>
    public async Task EmptySpoolAsync()
    {
        var waited = Stopwatch.StartNew();
        while (((SpoolingExporter)_exporter).SpoolBytes > 0)
        {
            Assert.IsLessThan(s_patience, waited.Elapsed, ToString());
            Pass(TimeSpan.FromSeconds(30));
            await Task.Delay(5);
        }
    }

    public async Task<ExportResult> SendAsync(params Trace[] traces)
    {
        Produced.AddRange(traces.Select(trace => trace.Info.TraceId));
        var result = await _exporter.ExportAsync(traces, CancellationToken.None);
        Delivered += result.Delivered;
        Failed += result.Failed;
        return result;
    }

    public Trace Create(string childName = "ask")
    {
        const string Usage = """{"input_tokens":5,"output_tokens":10,"total_tokens":15}""";
        var number = ++_made;
        var trace = SampleTrace.Create(number);
        return trace with
        {
            Info = trace.Info with { Metadata = new Dictionary<string, string> { ["mlflow.trace_schema.version"] = "3", ["mlflow.trace.tokenUsage"] = Usage } },
            Spans = [trace.Spans[0], SampleTrace.CreateSpan(number, childName, 2, 1, ("mlflow.chat.tokenUsage", Usage))],
        };
    }

    /// <summary>Fails unless the server has exactly what this side believes, each once.</summary>
    public void AssertExact(FaultServer server)
    {
        Assert.AreEqual(Produced.Count, Delivered + Failed);
        Assert.AreEqual(Failed, Reported, string.Join(' ', Diagnostics.Counts));
        var answered = Produced.Where(id => server.Traces.TryGetValue(id, out var trace) && trace.IsAnswered).ToList();
        Assert.HasCount(Delivered, answered, "what the server has promised is what was counted as delivered");
        foreach (var id in answered)
        {
            Assert.IsTrue(server.Traces[id].IsWhole(Spans), id);
        }

        foreach (var (id, trace) in server.Traces)
        {
            Assert.IsTrue(trace.IsStarted, id + ": no spans before the start");
            Assert.AreEqual(Tokens, trace.Tokens, id);
            Assert.IsLessThanOrEqualTo(Spans, trace.SpanIds.Count, id);
        }
    }

    /// <summary>Fails unless the server has everything, each once.</summary>
    public void AssertComplete(FaultServer server)
    {
        CollectionAssert.AreEquivalent(Produced, server.Traces.Where(trace => trace.Value.IsWhole(Spans)).Select(trace => trace.Key).ToArray(), ToString());
        foreach (var (id, trace) in server.Traces)
        {
            Assert.AreEqual(Tokens, trace.Tokens, id);
            Assert.IsLessThanOrEqualTo(Spans, trace.SpanIds.Count, id);
        }
    }

    public void Dispose() => _exporter.Dispose();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Produced.Count} produced, {Delivered} delivered, {Failed} failed: {string.Join(' ', Diagnostics.Counts)}");

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Assert.IsGreaterThan(TimeSpan.Zero, pause);
        await BeforeRetry();
        await Task.Yield();
    }
}
