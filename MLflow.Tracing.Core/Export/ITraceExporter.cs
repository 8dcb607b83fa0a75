using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Takes finished traces to their destination. Called from one background task at a time, never from the traced program's threads.</summary>
/// <example>
/// <code>
/// // Mlflow.Init(configure: options => options.Exporters.Add(new IdFileExporter("traces.txt")));
/// public sealed class IdFileExporter(string path) : ITraceExporter
/// {
///     public async Task&lt;ExportResult> ExportAsync(IReadOnlyList&lt;Trace> traces, CancellationToken cancellationToken)
///     {
///         await File.AppendAllLinesAsync(path, traces.Select(trace => trace.Info.TraceId), cancellationToken);
///         return new ExportResult(Delivered: traces.Count, Failed: 0);
///     }
///
///     public void Dispose()
///     {
///     }
/// }
/// </code>
/// </example>
public interface ITraceExporter : IDisposable
{
    /// <summary>Delivers some traces, in order.</summary>
    /// <param name="traces">At least one finished trace.</param>
    /// <param name="cancellationToken">Signalled when the time for delivery is up.</param>
    /// <returns>What became of them. An exception counts as <see cref="ExportResult.Failed"/> for all.</returns>
    Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken);
}
