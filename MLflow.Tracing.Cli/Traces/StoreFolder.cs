using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Traces;

/// <summary>The folder that the argument <c>STORE</c> stands for.</summary>
internal static class StoreFolder
{
    private const string FileScheme = "file:";

    /// <summary>Its full path: the folder or <c>file:</c> URI that was given, else the one that <c>MLFLOW_TRACKING_URI</c> names, else <c>mlflow-traces</c>, where tracing stores by default.</summary>
    /// <param name="given">The argument.</param>
    /// <param name="problem">Set when there is no path.</param>
    public static string? Find(string? given, out DiagnosticText? problem)
    {
        problem = null;
        if (given?.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) == false)
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        }

        if (given is null && Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI")?.Trim() is { } inherited && inherited.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase))
        {
            given = inherited;
        }

        if (TrackingUri.TryParse(given ?? TracingStartup.DefaultTrackingUri, out var uri, out var fault))
        {
            return Path.TrimEndingDirectorySeparator(uri.Folder!);
        }

        problem = CommandTexts.NoStoreAddress(fault);
        return null;
    }
}
