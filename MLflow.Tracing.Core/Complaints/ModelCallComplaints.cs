namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while a call of a language model is looked at; the call itself goes on.</summary>
internal static class ModelCallComplaints
{
    public static Complaint NotRecorded(string problem)
        => new("MLT501", $"A call of a language model is not recorded, or not all of it: {problem}", "Please report this.");

    public static Complaint NoHttpAssembly()
        => new(
            "MLT520",
            "Calls of language models are not recorded: MLflow.Tracing.Http.dll is not beside the program, or not for its platform.",
            "Add the package MLflow.Tracing.Http (.NET 8 or later), weave the program with 'mlflow-tracing weave', or unset MLFLOW_TRACE_LLM_CALLS.");
}
