using System.Runtime.InteropServices;
using MLflow.Tracing.Export;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.DeliveryCost;

/// <summary>Records small spans as woven code does, on their way to a server.</summary>
internal static class Recorder
{
    private static readonly TraceSite s_site = new("answer", SpanType.Tool, "Program.Answer", string.Empty, TraceSiteFlags.OutputsOff);

    /// <summary>Switches tracing on.</summary>
    public static void Start(string address, int queue)
    {
        var options = new MlflowOptions { ExperimentId = "123", MaxQueueSize = queue, ExitFlushTimeout = TimeSpan.FromMilliseconds(100) };
        var diagnostics = new TracingDiagnostics { Output = null };
        Mlflow.Use(new TracingRuntime(options, [ExporterFactory.CreateForServer(TrackingUri.Parse(address), options, diagnostics, RetryPolicy.For(options))], diagnostics));
    }

    /// <summary>Records and delivers.</summary>
    /// <returns>How many traces.</returns>
    public static async Task<int> DeliverAsync(int traces, int spans)
    {
        Record(traces, spans);
        return await Mlflow.FlushAsync(TimeSpan.FromMinutes(1)) ? traces : throw new TimeoutException("The sink is too slow.");
    }

    public static void Record(int traces, int spans)
    {
        for (var i = 0; i < traces; i++)
        {
            var root = SpanFactory.PrepareWoven(s_site)!;
            root.Start();
            AmbientSpan.Current = root;
            for (var child = 1; child < spans; child++)
            {
                Call();
            }

            AmbientSpan.Current = null;
            root.End();
        }
    }

    /// <summary>Processor time of this thread for each trace of one span.</summary>
    public static double CallerNanoseconds(int traces)
    {
        var before = ThreadNanoseconds();
        for (var i = 0; i < traces; i++)
        {
            Call();
        }

        return (double)(ThreadNanoseconds() - before) / traces;
    }

    private static void Call()
    {
        var scope = default(TraceScope);
        scope.Begin(s_site);
        scope.Start();
        scope.Complete();
    }

    private static long ThreadNanoseconds()
    {
        const int ThreadClock = 3;
        return GetTime(ThreadClock, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : throw new PlatformNotSupportedException();
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
