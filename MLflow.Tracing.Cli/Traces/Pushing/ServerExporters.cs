using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>What delivers to one server: an exporter for each experiment that is given by its name.</summary>
/// <param name="uri">The server.</param>
/// <param name="optionsFor">The options for an experiment.</param>
/// <param name="diagnostics">Where they complain.</param>
internal sealed class ServerExporters(TrackingUri uri, Func<string?, MlflowOptions> optionsFor, TracingDiagnostics diagnostics) : IDisposable
{
    private readonly Dictionary<string, IResumableExporter> _exporters = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A setting of the environment cannot be used.</exception>
    public IResumableExporter For(string? experimentName)
    {
        var key = experimentName ?? "";
        if (!_exporters.TryGetValue(key, out var exporter))
        {
            _exporters.Add(key, exporter = ExporterFactory.CreateResumable(uri, optionsFor(experimentName), diagnostics));
        }

        return exporter;
    }

    public void Dispose()
    {
        foreach (var exporter in _exporters.Values)
        {
            exporter.Dispose();
        }
    }
}
