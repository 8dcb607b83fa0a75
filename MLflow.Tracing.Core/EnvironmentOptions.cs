using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>What each environment variable of MLflow tracing sets; <c>docs/environment.md</c> has them all, and those that do nothing here.</summary>
/// <param name="read">Gives a variable's value, or <see langword="null"/>.</param>
/// <param name="diagnostics">Where wrong values are reported.</param>
internal sealed class EnvironmentOptions(Func<string, string?> read, TracingDiagnostics diagnostics)
{
    private const double LongestSeconds = 1_000_000_000;
    private const double SecondsOfADay = 86_400;

    private static readonly HashSet<string> s_sourceKeys = new(StringComparer.Ordinal)
    {
        TraceMetadataKey.SourceName,
        TraceMetadataKey.SourceType,
        TraceMetadataKey.SourceUser,
        TraceMetadataKey.GitCommit,
        TraceMetadataKey.GitBranch,
        TraceMetadataKey.GitRepositoryUrl,
        TraceMetadataKey.GitDirty,
    };

    private readonly EnvironmentVariables _variables = new(read, diagnostics);

    /// <summary>Whether the environment switches tracing on in so many words.</summary>
    public bool IsSwitchedOn { get; private set; }

    /// <summary>Applies every variable that is set.</summary>
    /// <returns>False when tracing is to stay off: it was switched off, or a value is wrong.</returns>
    public bool ApplyTo(MlflowOptions options)
    {
        var isEnabled = true;
        _variables.Switch("MLFLOW_TRACING_ENABLED", value => (isEnabled, IsSwitchedOn) = (value, value));
        if (!isEnabled)
        {
            return false;
        }

        ApplyDestinationTo(options);
        ApplyCollector(options.Otlp);
        ApplyMetadata(options);
        ApplyConsent(options);
        _variables.Number("MLFLOW_TRACE_SAMPLING_RATIO", 0, 1, value => options.SamplingRatio = value);
        _variables.Count("MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE", 1, int.MaxValue, value => options.MaxQueueSize = value);
        _variables.Text("MLFLOW_TRACING_SPOOL_FOLDER", value => options.SpoolFolder = value);
        _variables.Count("MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS", 1, MlflowOptions.MostUploads, value => options.MaxConcurrentUploads = value);
        _variables.Count("MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE", 1, int.MaxValue, value => options.MaxSpansPerRequest = value);
        _variables.Count("MLFLOW_TRACE_BUFFER_MAX_SIZE", 1, 1_000_000, value => options.MaxActiveTraces = value);
        _variables.Seconds("MLFLOW_TRACE_BUFFER_TTL_SECONDS", 0.001, LongestSeconds, value => options.ActiveTraceTtl = value);
        _variables.Seconds("MLFLOW_TRACE_TIMEOUT_SECONDS", 0.001, LongestSeconds, value => options.TraceTimeout = value);
        _variables.Seconds("MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS", 0.001, SecondsOfADay, value => options.TraceTimeoutCheckInterval = value);
        _variables.Switch("MLFLOW_TRACE_LLM_CALLS", value => options.TraceLlmCalls = value);
        _variables.Switch("MLFLOW_TRACE_EXTRACT_ATTACHMENTS", value => options.ExtractAttachments = value);
        _variables.Count("MLFLOW_TRACE_MAX_ATTACHMENT_SIZE", 1, int.MaxValue, value => options.MaxAttachmentBytes = value);
        return _variables.IsSound;
    }

    /// <summary>Whether calls of language models are not to be recorded in a program that was woven to record them.</summary>
    public bool ForbidsLlmCalls()
    {
        var isForbidden = false;
        _variables.Switch("MLFLOW_TRACING_ENABLED", value => isForbidden |= !value);
        _variables.Switch("MLFLOW_TRACE_LLM_CALLS", value => isForbidden |= !value);
        return isForbidden;
    }

    /// <summary>Applies what says where traces are, and how to get there.</summary>
    public void ApplyDestinationTo(MlflowOptions options)
    {
        _variables.Text("MLFLOW_TRACKING_URI", value => options.TrackingUri = value);
        ApplyExperiment(options);
        ApplyServer(options);
        ApplyRetries(options);
    }

    /// <summary>Reports the variables that ask for something which a Python program does and this library does not. The others do nothing here that anyone would miss.</summary>
    public void ReportUnheeded()
    {
        UnheededSwitch("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", false, "traces are always delivered in the background", "Await Mlflow.FlushAsync where the program must not go on before they are.");
        UnheededSwitch("MLFLOW_TRACKING_AWS_SIGV4", true, "requests are not signed for AWS", "Use MLFLOW_TRACKING_TOKEN, or a proxy that signs.");
        UnheededSwitch("MLFLOW_USE_DEFAULT_TRACER_PROVIDER", false, "spans do not take part in OpenTelemetry's pipeline", "Unset it.");
        _variables.Text("MLFLOW_TRACKING_AUTH", value => diagnostics.Report(StartComplaints.Unheeded(
            "MLFLOW_TRACKING_AUTH", value, "it names a plug-in of Python's", "Use MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.")));
    }

    /// <summary>The environment's experiment replaces a woven one as a whole: its name must not lose against a woven id. A destination of traces alone beats both.</summary>
    private void ApplyExperiment(MlflowOptions options)
    {
        string? id = null;
        ExperimentId("MLFLOW_EXPERIMENT_ID", value => id = value);
        var name = _variables.Text("MLFLOW_EXPERIMENT_NAME");
        if (id is not null || name is not null)
        {
            options.ExperimentId = id;
            options.ExperimentName = name;
        }

        ExperimentId("MLFLOW_TRACING_DESTINATION", destination => options.ExperimentId = destination);
    }

    private void ExperimentId(string variable, Action<string> apply) => _variables.HeaderText(variable, value =>
    {
        if (CatalogLocation.IsMeantBy(value) && CatalogLocation.Of(value) is null)
        {
            _variables.Refuse(variable, $"the id of an experiment or {CatalogLocation.Form}");
        }
        else
        {
            apply(value);
        }
    });

    /// <summary>OpenTelemetry's variable says where content may go; ours goes into spans. What it says nobody understands is no consent.</summary>
    private void ApplyConsent(MlflowOptions options)
    {
        const string Variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
        if (_variables.Text(Variable) is not { } value)
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

    /// <summary>An experiment that traces are sent to outright beats the collector, as in Python.</summary>
    private void ApplyCollector(OtlpOptions options)
    {
        var collector = new OtlpEnvironment(_variables, diagnostics);
        var isAllowed = _variables.Text("MLFLOW_TRACING_DESTINATION") is null;
        _variables.Switch("MLFLOW_ENABLE_OTLP_EXPORTER", value => isAllowed &= value);
        if (isAllowed)
        {
            collector.ApplyEndpointTo(options);
        }

        collector.ApplyTo(options);
        _variables.Switch("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", value => options.DualExport = value);
        _variables.Switch("MLFLOW_ENABLE_OTEL_GENAI_SEMCONV", value => options.GenAiSemanticConventions = value);
    }

    private void ApplyServer(MlflowOptions options)
    {
        _variables.Text("MLFLOW_TRACKING_USERNAME", value => options.TrackingUsername = value);
        _variables.Text("MLFLOW_TRACKING_PASSWORD", value => options.TrackingPassword = value);
        _variables.HeaderText("MLFLOW_TRACKING_TOKEN", value => options.TrackingToken = value);
        _variables.HeaderText("MLFLOW_WORKSPACE", value => options.Workspace = value);
        _variables.Switch("MLFLOW_TRACKING_INSECURE_TLS", value => options.TrackingInsecureTls = value);
        _variables.Text("MLFLOW_TRACKING_SERVER_CERT_PATH", value => options.TrackingServerCertPath = value);
        _variables.Text("MLFLOW_TRACKING_CLIENT_CERT_PATH", value => options.TrackingClientCertPath = value);
        _variables.Seconds("MLFLOW_HTTP_REQUEST_TIMEOUT", 0.001, LongestSeconds, value => options.HttpRequestTimeout = value);
        if (options is { TrackingInsecureTls: true, TrackingServerCertPath: not null })
        {
            options.TrackingInsecureTls = false;
            _variables.Refuse("MLFLOW_TRACKING_INSECURE_TLS", "false or unset, while MLFLOW_TRACKING_SERVER_CERT_PATH says whom to trust");
        }
    }

    private void ApplyRetries(MlflowOptions options)
    {
        _variables.Count("MLFLOW_HTTP_REQUEST_MAX_RETRIES", 0, MlflowOptions.MostRetries, value => options.HttpRequestMaxRetries = value);
        _variables.Seconds("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", 0, SecondsOfADay, value => options.HttpRequestBackoff = value);
        _variables.Seconds("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", 0, SecondsOfADay, value => options.HttpRequestBackoffJitter = value);
        _variables.Switch("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", value => options.HttpRespectRetryAfterHeader = value);
        _variables.Seconds("MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT", 0, LongestSeconds, value => options.RetryTimeout = value);
    }

    /// <summary>Of the run context, which Python makes tags of runs from, traces take what says where they come from.</summary>
    private void ApplyMetadata(MlflowOptions options)
    {
        _variables.Texts("MLFLOW_RUN_CONTEXT", (key, value) =>
        {
            if (s_sourceKeys.Contains(key))
            {
                options.TraceMetadata[key] = value;
            }
        });
        _variables.Text("MLFLOW_ACTIVE_MODEL_ID", value => options.TraceMetadata[TraceMetadataKey.ModelId] = value);
    }

    private void UnheededSwitch(string variable, bool unheeded, string reason, string remedy) => _variables.Text(variable, value =>
    {
        if (unheeded ? value.ToUpperInvariant() is "TRUE" or "1" : value.ToUpperInvariant() is "FALSE" or "0")
        {
            diagnostics.Report(StartComplaints.Unheeded(variable, value, reason, remedy));
        }
    });
}
