namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while a call of a language model is looked at; the call itself goes on.</summary>
internal static class ModelCallComplaints
{
    public static Complaint NotRecorded(string problem)
        => new("MLT501", $"A call of a language model is not recorded, or not all of it: {problem}", "Please report this.");
}
