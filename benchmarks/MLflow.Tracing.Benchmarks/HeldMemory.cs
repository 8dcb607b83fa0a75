using System.Globalization;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Benchmarks;

/// <summary>Bytes that a finished span without inputs and outputs holds while its trace waits in the queue.</summary>
internal static class HeldMemory
{
    private const int Traces = 100;
    private const int SpansPerTrace = 1_000;

    private static readonly TraceSite s_site = new("held", SpanType.Tool, "Benchmarks.Held", string.Empty, TraceSiteFlags.OutputsOff);

    public static string Measure()
    {
        Mlflow.Use(new TracingRuntime(new MlflowOptions { MaxQueueSize = Traces }, [], new TracingDiagnostics { Output = null }));
        var held = new ActiveTrace[Traces];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Traces; i++)
        {
            held[i] = RecordTrace();
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(held);
        Mlflow.Use(null);
        return string.Create(CultureInfo.InvariantCulture, $"| memory | measured | must | aim |\n|---|---|---|---|\n| held per queued span without payload | **{(after - before) / (double)(Traces * SpansPerTrace):0} B** | ≤ 250 B | ≤ 150 B |");
    }

    private static ActiveTrace RecordTrace()
    {
        // The root stays open, so that the worker cannot let go of the spans.
        var root = SpanFactory.PrepareWoven(s_site)!;
        root.Start();
        AmbientSpan.Current = root;
        for (var i = 1; i < SpansPerTrace; i++)
        {
            var scope = default(TraceScope);
            scope.Begin(s_site);
            scope.Start();
            scope.Complete();
        }

        AmbientSpan.Current = null;
        return root.Trace;
    }
}
