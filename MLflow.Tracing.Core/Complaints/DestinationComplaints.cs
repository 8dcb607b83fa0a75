namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong with destinations other than an MLflow server: a folder, a Databricks workspace.</summary>
internal static class DestinationComplaints
{
    public static Complaint NotStored(string traces, string folder, string problem)
        => new(
            "MLT420",
            $"{traces} trace(s) could not be stored in '{folder}', and are lost: {problem}",
            "Make the folder writable for this user, free space on its disk, or name another one (MLFLOW_TRACKING_URI=file:FOLDER).");

    public static Complaint FileSkipped(string file, string problem) => new("MLT421", $"'{file}' was skipped: {problem}.", "Give this user access to it.");

    public static Complaint LineSkipped(string line, string file, string problem)
        => new("MLT421", $"Line {line} of '{file}' was skipped: {problem}.", "The other traces of the file are not affected; nothing can be done about this one.");

    public static Complaint NoWebAddress(string host, string file)
        => Lost("MLT430", $"the Databricks address '{host}' is no web address.", $"Correct DATABRICKS_HOST, or 'host' in '{file}'.");

    public static Complaint NoCredentials(string missing, string profile, string file)
        => Lost(
            "MLT430",
            $"the Databricks {missing} not known.",
            $"Set DATABRICKS_HOST and DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET in the token's place, or write 'host = …' and 'token = …' (or 'client_id = …' and 'client_secret = …') below [{profile}] in '{file}'.");

    public static Complaint UnknownUpload(string kind)
        => new("MLT431", $"Databricks wants its spans uploaded in a way this version does not know ('{kind}').", "Update this library.", "A trace is not delivered:");

    private static Complaint Lost(string id, string cause, string remedy) => new(id, cause, remedy, "Traces are lost:");
}
