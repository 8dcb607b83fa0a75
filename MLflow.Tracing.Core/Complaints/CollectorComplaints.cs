namespace MLflow.Tracing.Complaints;

/// <summary>What can keep traces from a collector of OTLP.</summary>
internal static class CollectorComplaints
{
    public static Complaint OtherProtocol(string protocol)
        => new(
            "MLT470",
            $"No traces go to the OTLP collector, but to the tracking URI: OTEL_EXPORTER_OTLP_TRACES_PROTOCOL or OTEL_EXPORTER_OTLP_PROTOCOL is '{protocol}', and this library knows http/protobuf only.",
            "Set OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf and OTEL_EXPORTER_OTLP_TRACES_ENDPOINT to the collector's address for HTTP (usually port 4318, path /v1/traces), or MLFLOW_ENABLE_OTLP_EXPORTER=false.");

    public static Complaint WrongVariable(string variable, string expected)
        => new("MLT471", $"The environment variable {variable} is not {expected}, and is ignored.", "Correct it or unset it.");

    public static Complaint NoAnswer(string problem)
        => Failed($"{problem}.", "Start the collector, or correct OTEL_EXPORTER_OTLP_TRACES_ENDPOINT; a collector that is only slow needs a longer OTEL_EXPORTER_OTLP_TIMEOUT.");

    public static Complaint Unauthorized(string answer) => Failed($"{answer}: the collector does not take the credentials.", "Correct OTEL_EXPORTER_OTLP_HEADERS.");

    public static Complaint NoRoute(string answer)
        => Failed($"{answer}: this is not the address of an OTLP receiver.", "Check that OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ends in the receiver's path, usually /v1/traces.");

    public static Complaint TooLarge(string answer) => Failed($"{answer}: the request is too large.", "Record less of each value (MlflowOptions.CaptureMaxCharacters, CaptureMaxModelCallCharacters), or raise the collector's limit.");

    public static Complaint Busy(string answer) => Failed($"{answer}: the collector has too much to do, or is not there.", "Look into its log, or trace less (MLFLOW_TRACE_SAMPLING_RATIO).");

    public static Complaint Refused(string answer) => Failed($"{answer}.", "Look into the collector's log.");

    public static Complaint NotEncoded(string problem) => Failed($"it could not be encoded: {problem}", "Please report this.");

    public static Complaint SpansRejected(string spans, string reason)
        => new("MLT473", $"The OTLP collector took a request but rejected {spans} of its spans: {reason}", "Look into the collector's log.");

    public static Complaint Warning(string text) => new("MLT473", $"The OTLP collector took a request and warns: {text}", "Look into the collector's log.");

    public static Complaint NoAttachments(string attachments, string trace)
        => new("MLT473", $"{attachments} attachment(s) of trace {trace} are lost: OTLP has no place for them.", "Deliver to an MLflow server, too (MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT=true).");

    public static Complaint TrackingUriGetsNone(string endpoint)
        => new(
            "MLT474",
            $"Traces go to the OTLP collector at {endpoint} only, and not to the tracking URI.",
            "Set MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT to true if it is to have them too, and to false if not; MLFLOW_ENABLE_OTLP_EXPORTER=false leaves the collector out.");

    private static Complaint Failed(string cause, string remedy) => new("MLT472", cause, remedy, "A trace is not delivered to an OTLP collector:");
}
