using MLflow.Tracing.Export;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>Settles the options of an <see cref="MlflowClient"/>: arguments, then environment, then defaults woven in, then ours.</summary>
internal static class ClientStartup
{
    /// <summary>The options. Whether tracing is switched on does not matter here.</summary>
    /// <exception cref="ArgumentException">What <paramref name="configure"/> set is outside its limits.</exception>
    public static MlflowOptions Settle(string? trackingUri, Action<MlflowOptions>? configure, Func<string, string?> environment, TracingDiagnostics diagnostics)
    {
        var options = new MlflowOptions();
        WovenDefaults.Find(diagnostics)?.ApplyTo(options);
        new EnvironmentOptions(environment, diagnostics).ApplyDestinationTo(options);
        options.TrackingUri = trackingUri ?? options.TrackingUri;
        configure?.Invoke(options);
        options.Validate();
        if (TrackingUri.TryParse(options.TrackingUri, out var uri, out _))
        {
            CredentialsFile.FillIn(options, uri, CredentialsFile.DefaultPath, diagnostics);
        }

        return options;
    }
}
