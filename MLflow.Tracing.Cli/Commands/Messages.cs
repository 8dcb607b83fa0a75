using System.Globalization;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>Warnings and errors in the form of a compiler's, which build systems and editors understand.</summary>
internal static class Messages
{
    /// <param name="error">Standard error.</param>
    /// <param name="diagnostics">What there is to say; what is only for the curious is left to reports.</param>
    /// <param name="path">The file that it is about where nothing better is known.</param>
    public static void Tell(TextWriter error, IEnumerable<WeaverDiagnostic> diagnostics, string path = "mlflow-tracing")
    {
        foreach (var diagnostic in diagnostics.Where(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Information))
        {
            var line = diagnostic.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({diagnostic.Line},{Math.Max(1, diagnostic.Column)})") : "";
            error.WriteLine($"{diagnostic.File ?? path}{line}: {(diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Id}: {diagnostic.Message}");
        }
    }
}
