namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong between the end of a trace and its exporters.</summary>
internal static class QueueComplaints
{
    public static Complaint Full(string capacity, string megabytes, string dropped)
        => new(
            "MLT401",
            $"The export queue was full ({capacity} traces, or {megabytes} MB): {dropped} new trace(s) were dropped.",
            "Set MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE (MlflowOptions.MaxQueueBytes) higher, name a MlflowOptions.SpoolFolder, sample, or look why the destination is slow.");

    public static Complaint Closed(string trace)
        => new("MLT402", $"Trace '{trace}' ended after tracing was shut down, and is dropped.", "End it earlier, or shut down later.");

    public static Complaint OutOfTime(string traces, string limit)
        => new("MLT403", $"{traces} trace(s) were not delivered within {limit} s of the end.", "Await Mlflow.FlushAsync before the end, or set MlflowOptions.ExitFlushTimeout higher.");

    public static Complaint StillUnderWay(string limit)
        => new("MLT403", $"Not every trace was delivered within {limit} s of a termination signal.", "Await Mlflow.FlushAsync before the end, or set MlflowOptions.ExitFlushTimeout higher.");

    public static Complaint NotAssembled(string trace, string problem)
        => new("MLT404", $"Trace '{trace}' could not be put together and is lost: {problem}", "Please report this.");

    public static Complaint ExporterThrew(string exporter, string traces, string problem)
        => new("MLT405", $"{exporter} threw and lost {traces} trace(s): {problem}", "Mend the exporter if it is yours; otherwise please report this.");
}
