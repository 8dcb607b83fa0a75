using System.Diagnostics;
using MLflow.Tracing.Export;
using Trace = MLflow.Tracing.Model.Trace;

namespace MLflow.Tracing.Benchmarks;

/// <summary>Switches the two sides on and off. Neither side delivers anything: what is measured is the caller's cost.</summary>
internal static class Recorders
{
    /// <summary>Woven code records; the queue's worker takes the traces and drops them.</summary>
    public static void SwitchWovenOn()
        => Mlflow.Use(new TracingRuntime(new MlflowOptions(), [], new TracingDiagnostics { Output = null }));

    /// <summary>Woven code records, and the traces are put together as for a delivery.</summary>
    public static void SwitchWovenOnToTheEnd()
        => Mlflow.Use(new TracingRuntime(new MlflowOptions(), [new Nowhere()], new TracingDiagnostics { Output = null }));

    /// <summary>Woven code does not record.</summary>
    public static void SwitchWovenOff() => Mlflow.Use(null);

    /// <summary>Activities are made with all data, and dropped.</summary>
    public static void Listen()
    {
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == Subjects.ActivityCode.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        });
        if (!Subjects.ActivityCode.Source.HasListeners())
        {
            throw new InvalidOperationException("Nobody listens to the activities that are to be measured.");
        }
    }

    private sealed class Nowhere : ITraceExporter
    {
        public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken) => Task.FromResult(new ExportResult(traces.Count, 0));

        public void Dispose()
        {
        }
    }
}
