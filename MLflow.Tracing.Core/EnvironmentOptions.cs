using System.Globalization;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing;

/// <summary>Reads the environment variables of MLflow tracing; one table for all of them.</summary>
/// <param name="read">Gives a variable's value, or <see langword="null"/>.</param>
/// <param name="diagnostics">Where wrong values are reported.</param>
internal sealed class EnvironmentOptions(Func<string, string?> read, TracingDiagnostics diagnostics)
{
    private bool _isSound = true;

    /// <summary>Applies every variable that is set.</summary>
    /// <returns>False when tracing is to stay off: it was switched off, or a value is wrong.</returns>
    public bool ApplyTo(MlflowOptions options)
    {
        var isEnabled = true;
        Switch("MLFLOW_TRACING_ENABLED", value => isEnabled = value);
        if (!isEnabled)
        {
            return false;
        }

        Text("MLFLOW_TRACKING_URI", value => options.TrackingUri = value);
        ApplyExperiment(options);
        Text("MLFLOW_TRACKING_USERNAME", value => options.TrackingUsername = value);
        Text("MLFLOW_TRACKING_PASSWORD", value => options.TrackingPassword = value);
        Text("MLFLOW_TRACKING_TOKEN", value => options.TrackingToken = value);
        Text("MLFLOW_WORKSPACE", value => options.Workspace = value);
        ApplyConsent(options);
        Number("MLFLOW_TRACE_SAMPLING_RATIO", 0, 1, value => options.SamplingRatio = value);
        Number("MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE", 1, int.MaxValue, value => options.MaxQueueSize = (int)value);
        Number("MLFLOW_TRACE_BUFFER_MAX_SIZE", 1, 1_000_000, value => options.MaxActiveTraces = (int)value);
        Seconds("MLFLOW_TRACE_BUFFER_TTL_SECONDS", value => options.ActiveTraceTtl = value);
        Seconds("MLFLOW_TRACE_TIMEOUT_SECONDS", value => options.TraceTimeout = value);
        Seconds("MLFLOW_HTTP_REQUEST_TIMEOUT", value => options.HttpRequestTimeout = value);
        return _isSound;
    }

    /// <summary>The environment's experiment replaces a woven one as a whole: its name must not lose against a woven id.</summary>
    private void ApplyExperiment(MlflowOptions options)
    {
        var id = Read("MLFLOW_EXPERIMENT_ID");
        var name = Read("MLFLOW_EXPERIMENT_NAME");
        if (id is not null || name is not null)
        {
            options.ExperimentId = id;
            options.ExperimentName = name;
        }
    }

    /// <summary>OpenTelemetry's variable says where content may go; ours goes into spans. What it says nobody understands is no consent.</summary>
    private void ApplyConsent(MlflowOptions options)
    {
        const string Variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
        if (Read(Variable) is not { } value)
        {
            return;
        }

        switch (value.ToUpperInvariant())
        {
            case "TRUE" or "1" or "SPAN_ONLY" or "SPAN_AND_EVENT":
                options.CaptureContent = true;
                break;
            case "FALSE" or "0" or "NO_CONTENT" or "EVENT_ONLY":
                options.CaptureContent = false;
                break;
            default:
                options.CaptureContent = false;
                diagnostics.Report(PrivacyComplaints.UnknownConsent(Variable, value));
                break;
        }
    }

    private void Text(string variable, Action<string> apply)
    {
        if (Read(variable) is { } value)
        {
            apply(value);
        }
    }

    private void Switch(string variable, Action<bool> apply)
    {
        switch (Read(variable)?.ToUpperInvariant())
        {
            case null:
                break;
            case "TRUE" or "1":
                apply(true);
                break;
            case "FALSE" or "0":
                apply(false);
                break;
            default:
                Refuse(variable, "true or false");
                break;
        }
    }

    private void Seconds(string variable, Action<TimeSpan> apply)
        => Number(variable, 0.001, 1_000_000_000, value => apply(TimeSpan.FromSeconds(value)));

    private void Number(string variable, double least, double most, Action<double> apply)
    {
        if (Read(variable) is not { } text)
        {
            return;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            apply(value);
        }
        else
        {
            Refuse(variable, string.Format(CultureInfo.InvariantCulture, "a number from {0} to {1}", least, most));
        }
    }

    private string? Read(string variable) => read(variable) is { } value && value.Trim().Length > 0 ? value.Trim() : null;

    private void Refuse(string variable, string expected)
    {
        _isSound = false;
        diagnostics.Report(StartComplaints.WrongVariable(variable, read(variable) ?? "", expected));
    }
}
