using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>What a listener to the meter <c>MLflow.Tracing</c> hears.</summary>
[TestClass]
public sealed class MetricsTests
{
    [TestMethod]
    public async Task Spans_are_counted_as_recorded_and_as_exported_by_each_exporter()
    {
        using var session = new RecordingSession();
        using var heard = new Listener(session.Runtime);
        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.StartSpan("child").End();
        }

        await session.TracesAsync();

        Assert.AreEqual(2, heard.Sum("mlflow.tracing.spans.recorded"));
        Assert.AreEqual(2, heard.Sum("mlflow.tracing.spans.exported", "exporter=CollectingExporter"));
        Assert.AreEqual(0, heard.Sum("mlflow.tracing.spans.dropped"));
        Assert.AreEqual(1, heard.Count("mlflow.tracing.export.duration", "exporter=CollectingExporter"));
    }

    [TestMethod]
    public async Task Traces_that_wait_are_the_length_of_the_queue_and_those_that_find_it_full_are_dropped()
    {
        using var gate = new GateExporter();
        var runtime = new TracingRuntime(new MlflowOptions { MaxQueueSize = 3 }, [gate], new TracingDiagnostics { Output = null });
        using var heard = new Listener(runtime);
        Mlflow.Use(runtime);
        Mlflow.StartSpan("first").End();
        await gate.Entered;
        for (var i = 0; i < 4; i++)
        {
            using var root = Mlflow.StartActiveSpan("next");
            Mlflow.StartSpan("child").End();
        }

        Assert.AreEqual(3, heard.Observe("mlflow.tracing.queue.length"));
        Assert.AreEqual(0, heard.Sum("mlflow.tracing.spans.dropped"), "the thread that drops does not run a listener");
        gate.Open();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));

        Assert.AreEqual(0, heard.Observe("mlflow.tracing.queue.length"));
        Assert.AreEqual(4, heard.Sum("mlflow.tracing.spans.dropped", "reason=queue_full"));
        Assert.AreEqual(9, heard.Sum("mlflow.tracing.spans.recorded"));
        Assert.AreEqual(5, heard.Sum("mlflow.tracing.spans.exported"));
        Mlflow.Use(null);
    }

    [TestMethod]
    public async Task Exporter_that_throws_has_dropped_its_spans()
    {
        using var throwing = new GateExporter();
        throwing.Fail = true;
        throwing.Open();
        var runtime = new TracingRuntime(new MlflowOptions(), [throwing, new CollectingExporter()], new TracingDiagnostics { Output = null });
        using var heard = new Listener(runtime);
        Mlflow.Use(runtime);
        Mlflow.StartSpan("one").End();
        await Mlflow.FlushAsync();

        Assert.AreEqual(1, heard.Sum("mlflow.tracing.spans.dropped", "reason=not_delivered", "exporter=GateExporter"));
        Assert.AreEqual(1, heard.Sum("mlflow.tracing.spans.exported", "exporter=CollectingExporter"));
        Assert.AreEqual(1, heard.Sum("mlflow.tracing.spans.exported"));
        Mlflow.Use(null);
    }

    [TestMethod]
    public async Task Spans_beyond_the_limit_of_a_trace_are_dropped()
    {
        using var session = new RecordingSession(static options => options.MaxSpansPerTrace = 2);
        using var heard = new Listener(session.Runtime);
        using (Mlflow.StartActiveSpan("root"))
        {
            for (var i = 0; i < 3; i++)
            {
                Mlflow.StartSpan("child").End();
            }
        }

        await session.TracesAsync();

        Assert.AreEqual(2, heard.Sum("mlflow.tracing.spans.dropped", "reason=span_limit"));
        Assert.AreEqual(2, heard.Sum("mlflow.tracing.spans.recorded"));
    }

    [TestMethod]
    public async Task Requests_that_are_sent_again_are_counted_and_of_a_batch_only_the_spans_that_fail_are_dropped()
    {
        var refusals = 2;
        await using var server = new RecordingServer(request =>
            request.Text.Contains("refused", StringComparison.Ordinal) ? new ScriptedReply(400) : Interlocked.Decrement(ref refusals) >= 0 ? new ScriptedReply(503) : null);
        var options = new MlflowOptions { ExperimentId = "1", HttpRequestBackoff = TimeSpan.Zero };
        var exporter = ExporterFactory.Create(MLflow.Tracing.Wire.TrackingUri.Parse(server.Address), options, new TracingDiagnostics { Output = null });
        using var runtime = new TracingRuntime(options, [exporter], new TracingDiagnostics { Output = null });
        using var heard = new Listener(runtime);
        Mlflow.Use(runtime);
        using (Mlflow.StartActiveSpan("taken"))
        {
            Mlflow.StartSpan("child").End();
        }

        Mlflow.StartSpan("refused").End();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));

        Assert.AreEqual(2, heard.Sum("mlflow.tracing.export.retries"));
        Assert.AreEqual(2, heard.Sum("mlflow.tracing.spans.exported", "exporter=MlflowServerExporter"));
        Assert.AreEqual(1, heard.Sum("mlflow.tracing.spans.dropped", "exporter=MlflowServerExporter"));
        Mlflow.Use(null);
    }

    [TestMethod]
    public void Meter_ends_with_its_runtime_and_there_is_none_while_tracing_is_off()
    {
        Mlflow.Use(null);
        using var any = new MeterListener();
        var published = 0;
        any.InstrumentPublished = (instrument, _) => published += instrument.Meter.Name == "MLflow.Tracing" ? 1 : 0;
        any.Start();
        Mlflow.StartSpan("ignored").End();
        Assert.AreEqual(0, published);

        var session = new RecordingSession();
        using var heard = new Listener(session.Runtime);
        Assert.AreEqual(8, published);
        Assert.AreEqual(0, heard.Completed);

        session.Dispose();
        Assert.AreEqual(8, heard.Completed);
    }

    /// <summary>Listens to one runtime's meter.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, double Value, string[] Tags)> _heard = new();
        private readonly MeterListener _listener = new();
        private int _completed;

        public Listener(TracingRuntime runtime)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, runtime.Metrics.Meter))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.MeasurementsCompleted = (_, _) => Interlocked.Increment(ref _completed);
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.Start();
        }

        public int Completed => Volatile.Read(ref _completed);

        public long Sum(string name, params string[] tags) => (long)Of(name, tags).Sum(static measurement => measurement.Value);

        public int Count(string name, params string[] tags) => Of(name, tags).Count();

        public long Observe(string name)
        {
            _listener.RecordObservableInstruments();
            return (long)Of(name, []).Last().Value;
        }

        public void Dispose() => _listener.Dispose();

        private IEnumerable<(string Name, double Value, string[] Tags)> Of(string name, string[] tags)
            => _heard.Where(measurement => measurement.Name == name && Array.TrueForAll(tags, measurement.Tags.Contains));

        private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            => _heard.Enqueue((instrument.Name, value, [.. tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}")]));
    }
}
