using Microsoft.Build.Framework;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Build;

/// <summary>
/// A task that logs diagnostics as the compiler does: with code, file, line and help link. <c>NoWarn</c> and <c>WarningsAsErrors</c> apply, because MSBuild knows the code.
/// </summary>
public abstract class DiagnosticTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The project, named when a diagnostic has no better place.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The file of the page that lists the diagnostics; the id in lower case is the anchor.</summary>
    [Required]
    public string HelpPage { get; set; } = "";

    /// <summary>The value of <c>$(TreatWarningsAsErrors)</c>. MSBuild leaves it to the tools to honour this one.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>The codes of warnings that stay warnings, or less, all the same.</summary>
    public string[] WarningsNotAsErrors { get; set; } = [];

    private protected void LogDiagnostic(WeaverDiagnostic diagnostic)
    {
        var (id, severity, message, file, line, column) = diagnostic;
        file ??= ProjectFile;
#pragma warning disable CA1308 // an anchor, not a normalization
        var helpLink = new Uri(HelpPage).AbsoluteUri + "#" + id.ToLowerInvariant();
#pragma warning restore CA1308
        switch (severity)
        {
            case DiagnosticSeverity.Error:
            case DiagnosticSeverity.Warning when TreatWarningsAsErrors && !WarningsNotAsErrors.Contains(id, StringComparer.OrdinalIgnoreCase):
                Log.LogError("", id, "", helpLink, file, line, column, 0, 0, "{0}", message);
                break;
            case DiagnosticSeverity.Warning:
                Log.LogWarning("", id, "", helpLink, file, line, column, 0, 0, "{0}", message);
                break;
            default:
                Log.LogMessage("", id, "", file, line, column, 0, 0, MessageImportance.Low, "{0}", message);
                break;
        }
    }
}
