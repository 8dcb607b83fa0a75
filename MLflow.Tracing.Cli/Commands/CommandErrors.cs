using MLflow.Tracing.Complaints;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>What commands that work on traces print about things that went wrong, in the form of a compiler's, to standard error.</summary>
internal static class CommandErrors
{
    public static string LineOf(DiagnosticText text) => Line(text.Severity == DiagnosticSeverity.Error ? "error" : "warning", text.Id, text.Message);

    public static string LineOf(Complaint complaint) => Line("warning", complaint.Id, complaint.Message);

    public static string LineOf(TracingDiagnostic diagnostic) => Line("warning", diagnostic.Id, diagnostic.Message);

    private static string Line(string severity, string id, string message) => $"mlflow-tracing: {severity} {id}: {message}";
}
