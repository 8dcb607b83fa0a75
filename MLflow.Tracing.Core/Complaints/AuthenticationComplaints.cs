namespace MLflow.Tracing.Complaints;

/// <summary>What can keep the library from saying who it is. No secret is in any of them.</summary>
internal static class AuthenticationComplaints
{
    public static Complaint NoCredential(string problem)
        => new(
            "MLT432",
            $"{problem}.",
            "Look into MlflowOptions.TrackingCredentialProvider, or for Databricks check that DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET are those of a service principal of the workspace.",
            "A trace is not delivered:");

    public static Complaint OtherLogIn(string kind)
        => new(
            "MLT433",
            $"the way to log in to Databricks is '{kind}', which this library does not know.",
            "Use pat (DATABRICKS_TOKEN) or oauth-m2m (DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET) as DATABRICKS_AUTH_TYPE or 'auth_type' of the profile, or give MlflowOptions.TrackingCredentialProvider.",
            "Traces are lost:");

    public static Complaint UnreadableFile(string file, string problem)
        => new("MLT434", $"The credentials file '{file}' cannot be read: {problem}", "Give this user access to it, or set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.");

    public static Complaint IncompleteFile(string file, string key)
        => new("MLT435", $"The credentials file '{file}' has no '{key}' in its section [mlflow], and requests are not signed.", "Complete it, or set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.");
}
