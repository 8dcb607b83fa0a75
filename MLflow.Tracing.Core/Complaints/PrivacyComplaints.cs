namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while content is redacted. No message of an exception is told here: it could hold what was to be redacted.</summary>
internal static class PrivacyComplaints
{
    public static Complaint SpanWithheld(string exception, string span)
        => new(
            "MLT230",
            $"A redacting span processor threw {exception} on span '{span}', which is delivered without its content.",
            "The exception of Mlflow.Diagnostics.Reported tells why; mend the function or the regular expression, or give it more time.");

    public static Complaint TraceWithheld(string exception, string trace)
        => new(
            "MLT231",
            $"A redacting span processor threw {exception} on the tags, metadata or previews of trace {trace}, which is delivered without them.",
            "The exception of Mlflow.Diagnostics.Reported tells why; mend the function or the regular expression, or give it more time.");

    public static Complaint UnknownConsent(string variable, string value)
        => new(
            "MLT232",
            $"The environment variable {variable} is '{value}', which says neither that content may be recorded nor that it may not: it is not recorded.",
            "Set it to true or false, to SPAN_ONLY, SPAN_AND_EVENT, EVENT_ONLY or NO_CONTENT, or unset it.");
}
