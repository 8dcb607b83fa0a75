namespace MLflow.Tracing.Complaints;

/// <summary>What can keep a binary value from being stored beside its trace. The trace itself is delivered.</summary>
internal static class AttachmentComplaints
{
    public static Complaint TooLarge(string contentType, string size, string limit)
        => new(
            "MLT260",
            $"A binary value ({contentType}, {size} bytes) is larger than an attachment may be, {limit} bytes; the span shows its type and size.",
            "Set MLFLOW_TRACE_MAX_ATTACHMENT_SIZE (MlflowOptions.MaxAttachmentBytes) higher, or keep the value out of the span with [Redact].");

    public static Complaint NoMemory(string contentType, string size, string limit)
        => new(
            "MLT261",
            $"A binary value ({contentType}, {size} bytes) is not kept, because traces that are not delivered yet hold {limit} bytes of attachments; the span shows its type and size.",
            "Set MlflowOptions.MaxHeldAttachmentBytes higher, sample, or look why the destination is slow.");

    public static Complaint NotTaken(string answer)
        => Failed(answer, "Look into the server's log. If it takes no files of that size (413), keep to its limit with MLFLOW_TRACE_MAX_ATTACHMENT_SIZE.");

    public static Complaint NoPlace(string request) => Failed($"{request} was answered without a place for files.", "Check that the tracking URI is the address of an MLflow server.");

    public static Complaint ForeignPlace(string place)
        => Failed($"they belong to '{place}', which this library cannot write.", "Start the server with --serve-artifacts, or leave values where they are with MLFLOW_TRACE_EXTRACT_ATTACHMENTS=false.");

    public static Complaint Unwritable(string file, string problem)
        => Failed($"the file '{file}' cannot be written: {problem}", "Give this user access to the folder, or start the server with --serve-artifacts.");

    public static Complaint NotSent(string problem) => Failed(problem, "Please report this.");

    public static Complaint NotBase64(string contentType, string trace)
        => new("MLT263", $"A value of trace {trace} that says it is {contentType} in base64 is not; the span shows its type and size.", "Correct the value where the program makes it.");

    private static Complaint Failed(string cause, string remedy) => new("MLT262", cause, remedy, "Attachments are not delivered, and their references lead nowhere:");
}
