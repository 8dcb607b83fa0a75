using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>Warnings and errors in the form of a compiler's, which build systems and editors understand.</summary>
internal static class Messages
{
    private const string Command = "mlflow-tracing";

    /// <param name="error">Standard error.</param>
    /// <param name="diagnostics">What there is to say; what is only for the curious is left to reports.</param>
    /// <param name="path">The file that it is about where nothing better is known.</param>
    public static void Tell(TextWriter error, IEnumerable<WeaverDiagnostic> diagnostics, string path = Command)
    {
        foreach (var diagnostic in diagnostics.Where(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Information))
        {
            var line = diagnostic.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({diagnostic.Line},{Math.Max(1, diagnostic.Column)})") : "";
            error.WriteLine(Line((diagnostic.File ?? path) + line, diagnostic.Severity, diagnostic.Id, diagnostic.Message));
        }
    }

    public static string LineOf(DiagnosticText text) => Line(Command, text.Severity, text.Id, text.Message);

    public static string LineOf(Complaint complaint) => Line(Command, DiagnosticSeverity.Warning, complaint.Id, complaint.Message);

    public static string LineOf(TracingDiagnostic diagnostic) => Line(Command, DiagnosticSeverity.Warning, diagnostic.Id, diagnostic.Message);

    private static string Line(string place, DiagnosticSeverity severity, string id, string message) => $"{place}: {(severity == DiagnosticSeverity.Error ? "error" : "warning")} {id}: {message}";
}
