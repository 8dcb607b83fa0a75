namespace MLflow.Tracing.Complaints;

/// <summary>What the spool has to tell: traces that are kept for later, and those that are not.</summary>
internal static class SpoolComplaints
{
    public static Complaint Kept(string traces, string folder, string reason)
        => new(
            "MLT460",
            $"{traces} trace(s) could not be delivered yet and are kept in '{folder}': {reason}",
            "They are delivered when the server takes them again, by this process or by the next one with the same destination and spool.");

    public static Complaint NotKept(string traces, string folder, string problem)
        => new(
            "MLT461",
            $"{traces} trace(s) could not be delivered, nor be kept in '{folder}', and are lost: {problem}",
            "Make the folder writable for this user, free space on its disk, or name another one (MLFLOW_TRACING_SPOOL_FOLDER).");

    public static Complaint Full(string traces, string folder, string limit)
        => new(
            "MLT462",
            $"{traces} trace(s), the oldest in '{folder}', are dropped undelivered, because the spool has reached its limit of {limit} bytes.",
            "Set MlflowOptions.MaxSpoolBytes higher, or look why the server does not take them.");

    public static Complaint TooOld(string trace, string folder, string limit)
        => new(
            "MLT463",
            $"Trace {trace} in '{folder}' is dropped undelivered, because it is older than {limit} h.",
            "Set MlflowOptions.SpoolTtl higher, or look why the server did not take them.");

    public static Complaint LineSkipped(string file, string problem)
        => new("MLT464", $"A line of '{file}' is no trace, as when its process was killed while it wrote, and was skipped: {problem}", "The other traces of the file are not affected; nothing can be done about this one.");

    public static Complaint AttachmentMissing(string trace, string folder)
        => new("MLT465", $"An attachment of trace {trace} is missing in '{folder}', and its reference leads nowhere.", "Leave the files of stores and spools alone.");

    public static Complaint NoTime() => new("MLT466", "the time for its delivery was up.", "Look why the server is slow.", "A trace is not delivered yet:");

    public static Complaint NotOnDisk(string folder, string problem)
        => new("MLT468", $"What was kept in '{folder}' may not survive a failure of the machine: {problem}", "Look after the disk.");

    public static Complaint NothingToSpool(string folder)
        => new(
            "MLT469",
            $"The spool in '{folder}' is not used: only traces for an MLflow server or for Databricks can be kept in it.",
            "Leave out MlflowOptions.SpoolFolder (MLFLOW_TRACING_SPOOL_FOLDER), or name a server.");

    public static Complaint Failed(string problem) => new("MLT467", $"The spool could not be read, and is tried again later: {problem}", "Give this user access to its folder and files.");
}
