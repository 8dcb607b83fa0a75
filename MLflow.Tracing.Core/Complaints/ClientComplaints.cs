namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while <see cref="MlflowClient"/> reads, and is no reason to stop.</summary>
internal static class ClientComplaints
{
    public static Complaint SpansUnread(string trace, string problem)
        => new("MLT440", $"A search returns trace {trace} without its spans: {problem}", "GetTraceAsync of this trace throws what is wrong with it.");
}
