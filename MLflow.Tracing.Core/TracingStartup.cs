using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Otlp;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing;

/// <summary>Settles the options (arguments, then environment, then defaults woven in, then ours) and starts a runtime with them.</summary>
internal static class TracingStartup
{
    public const string DefaultTrackingUri = "file:mlflow-traces";

    /// <summary>For a program that never calls <see cref="Mlflow.Init"/>: on only if the environment or a woven assembly names a tracking URI, or the environment
    /// a collector and <c>MLFLOW_TRACING_ENABLED=true</c>: a collector alone may be there for what else the program does. Never throws.</summary>
    /// <param name="diagnostics">Where to complain.</param>
    /// <param name="findWoven">Finds what woven assemblies say; <see langword="null"/> means in those that are loaded.</param>
    /// <returns><see langword="null"/> when tracing stays off.</returns>
    public static TracingRuntime? FromEnvironment(TracingDiagnostics diagnostics, Func<TracingDiagnostics, WovenAttribute?>? findWoven = null)
    {
        try
        {
            var options = new MlflowOptions();
            if (!ApplyDefaults(options, diagnostics, findWoven ?? WovenDefaults.Find, out var isSwitchedOn) || (options.TrackingUri is null && !(isSwitchedOn && options.Otlp.TracesEndpoint is not null)))
            {
                return null;
            }

            var uri = ParseUnlessForeign(options.TrackingUri ?? DefaultTrackingUri, diagnostics);
            return Start(options, uri, DestinationChoice.Of(options, isUriInCode: false, isEndpointInCode: false, diagnostics), diagnostics);
        }
#pragma warning disable CA1031 // called from the middle of the user's code
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            diagnostics.Report(StartComplaints.Failed(thrown.Message), thrown);
            return null;
        }
    }

    /// <summary>For <see cref="Mlflow.Init"/>.</summary>
    /// <returns><see langword="null"/> when the environment switches tracing off, or holds a wrong value.</returns>
    /// <exception cref="ArgumentException">An argument is wrong.</exception>
    public static TracingRuntime? FromArguments(
        string? trackingUri,
        string? experimentName,
        string? experimentId,
        Action<MlflowOptions>? configure,
        TracingDiagnostics diagnostics)
    {
        var options = new MlflowOptions();
        var environmentIsSound = ApplyDefaults(options, diagnostics, WovenDefaults.Find, out _);
        var inheritedUri = options.TrackingUri;
        var inheritedEndpoint = options.Otlp.TracesEndpoint;
        options.TrackingUri = trackingUri ?? options.TrackingUri;
        if (experimentName is not null || experimentId is not null)
        {
            options.ExperimentName = experimentName;
            options.ExperimentId = experimentId;
        }

        configure?.Invoke(options);
        options.Validate();
        var uriIsInherited = options.TrackingUri is not null && ReferenceEquals(options.TrackingUri, inheritedUri);
        var uri = uriIsInherited
            ? ParseUnlessForeign(options.TrackingUri!, diagnostics)
            : TrackingUri.Parse(options.TrackingUri ?? DefaultTrackingUri);
        if (!environmentIsSound)
        {
            return null;
        }

        var choice = DestinationChoice.Of(
            options, options.TrackingUri is not null && !uriIsInherited, !ReferenceEquals(options.Otlp.TracesEndpoint, inheritedEndpoint), diagnostics);
        return Start(options, uri, choice, diagnostics);
    }

    /// <summary>Applies what the woven assemblies and the environment say.</summary>
    /// <returns>False when tracing is to stay off.</returns>
    private static bool ApplyDefaults(MlflowOptions options, TracingDiagnostics diagnostics, Func<TracingDiagnostics, WovenAttribute?> findWoven, out bool isSwitchedOn)
    {
        findWoven(diagnostics)?.ApplyTo(options);
        var environment = new EnvironmentOptions(Environment.GetEnvironmentVariable, diagnostics);
        var isSound = environment.ApplyTo(options);
        isSwitchedOn = environment.IsSwitchedOn;
        return isSound;
    }

    private static TracingRuntime? Start(MlflowOptions options, TrackingUri? uri, DestinationChoice choice, TracingDiagnostics diagnostics)
    {
        if (uri is null)
        {
            return null;
        }

        CredentialsFile.FillIn(options, uri, CredentialsFile.DefaultPath, diagnostics);
        List<ITraceExporter> exporters = [.. ExporterFactory.Create(choice, uri, options, diagnostics), .. options.Exporters];
        if (options.Console)
        {
            exporters.Add(new ConsoleTreeExporter());
        }

        if (options.EmitActivities)
        {
            exporters.Add(new ActivityExporter());
        }

        if (options.TraceLlmCalls)
        {
            HttpRecording.Start(diagnostics);
        }

        new EnvironmentOptions(Environment.GetEnvironmentVariable, diagnostics).ReportUnheeded();
        ProcessEnd.Watch();
        return new TracingRuntime(options, exporters, diagnostics);
    }

    /// <summary>The same variable may hold <c>sqlite:///…</c> for a Python program next door: no reason to fail this one.</summary>
    private static TrackingUri? ParseUnlessForeign(string text, TracingDiagnostics diagnostics)
    {
        if (TrackingUri.TryParse(text, out var uri, out var problem))
        {
            return uri;
        }

        diagnostics.Report(StartComplaints.UnusableTrackingUri(problem));
        return null;
    }
}
