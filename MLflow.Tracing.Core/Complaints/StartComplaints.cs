namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while tracing is configured and started.</summary>
internal static class StartComplaints
{
    public static Complaint Failed(string problem) => new("MLT101", $"Tracing stays off: {problem}", "Call Mlflow.Init to get the error as an exception.");

    public static Complaint UnusableTrackingUri(string problem)
        => new(
            "MLT102",
            $"Tracing stays off. {problem}",
            "The value comes from the environment, where it may serve a Python program next door, or from the defaults woven in: correct it, or pass a tracking URI to Mlflow.Init.");

    public static Complaint OtherDefaults(string assembly)
        => new("MLT103", $"The tracing defaults woven into {assembly} differ from another assembly's and are ignored.", "Weave both with the same defaults, or call Mlflow.Init.");

    public static Complaint WrongVariable(string variable, string value, string expected)
        => new("MLT104", $"Tracing stays off: the environment variable {variable} is '{value}', not {expected}.", "Correct it or unset it.");

    public static Complaint UnusableCertificate(string file, string problem)
        => new(
            "MLT105",
            $"the certificate file '{file}' cannot be used: {problem}",
            "Correct MLFLOW_TRACKING_SERVER_CERT_PATH or MLFLOW_TRACKING_CLIENT_CERT_PATH.",
            "Traces are lost:");

    public static Complaint Unheeded(string variable, string value, string reason, string remedy)
        => new("MLT106", $"The environment variable {variable} is '{value}' and has no effect: {reason}.", remedy);
}
