namespace MLflow.Tracing.Complaints;

/// <summary>What can keep a trace from its place in Unity Catalog.</summary>
internal static class CatalogComplaints
{
    public static Complaint NoCatalog(string location)
        => Failed(
            "MLT475",
            $"the destination '{location}' is a location of Unity Catalog, which Databricks has and this server has not.",
            "Set MLFLOW_TRACKING_URI=databricks, or give the id of an experiment (MLFLOW_TRACING_DESTINATION, Mlflow.SetDestination).");

    public static Complaint NoLocation(string answer, string location)
        => Failed(
            "MLT476",
            $"{answer}: the workspace has no place for traces at '{location}', or does not take any there.",
            "Create it first, with mlflow.set_experiment_trace_location in Python say, and switch on the preview 'OpenTelemetry on Databricks' in the workspace.");

    public static Complaint Forbidden(string answer, string location)
        => Failed(
            "MLT476",
            $"{answer}: whoever asks may not write traces at '{location}'.",
            "Grant USE CATALOG and USE SCHEMA on it, and MODIFY and SELECT on the tables of its traces.");

    public static Complaint IdIsFixed(string trace, string destination)
        => new(
            "MLT477",
            $"Trace {trace} is not filed under '{destination}': its place in Unity Catalog, or that it has none, is part of its id.",
            "Call Mlflow.SetDestination before the trace begins.");

    public static Complaint NoPlaceForFiles(string location)
        => new(
            "MLT478",
            $"Unity Catalog, where '{location}' is, has tables for traces and no place for files.",
            "Leave values where they are with MLFLOW_TRACE_EXTRACT_ATTACHMENTS=false.",
            "Attachments are not delivered, and their references lead nowhere:");

    public static Complaint SpansRejected(string spans, string trace, string reason)
        => new("MLT479", $"{spans} span(s) of trace {trace} were not stored in Unity Catalog: {reason}", "Correct what the reason names.");

    private static Complaint Failed(string id, string cause, string remedy) => new(id, cause, remedy, "A trace is not delivered:");
}
