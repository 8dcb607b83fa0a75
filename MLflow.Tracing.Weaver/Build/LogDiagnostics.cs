using Microsoft.Build.Framework;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Build;

/// <summary>
/// Runs after Fody: logs what the add-in left in the intermediate directory, as the compiler would: with code, file, line and help link.
/// <c>NoWarn</c> and <c>WarningsAsErrors</c> apply, because MSBuild knows the code.
/// </summary>
public sealed class LogDiagnostics : Microsoft.Build.Utilities.Task
{
    /// <summary>What the add-in wrote. It is deleted, so that nothing is said twice: like a compiler, an up-to-date build is silent.</summary>
    [Required]
    public string DiagnosticsFile { get; set; } = "";

    /// <summary>The project, named when a diagnostic has no better place.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The page that lists the diagnostics; the id in lower case is the anchor.</summary>
    [Required]
    public string HelpPage { get; set; } = "";

    /// <summary>The value of <c>$(TreatWarningsAsErrors)</c>. MSBuild leaves it to the tools to honour this one.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>The codes of warnings that stay warnings, or less, all the same.</summary>
    public string[] WarningsNotAsErrors { get; set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        var found = Handover.DiagnosticsFile.Read(DiagnosticsFile);
        foreach (var diagnostic in found.Diagnostics)
        {
            LogOne(diagnostic);
        }

        if (found.Summary is not null)
        {
            Log.LogMessage(MessageImportance.High, "{0}", found.Summary);
        }

        foreach (var detail in found.Details)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", detail);
        }

        File.Delete(DiagnosticsFile);
        return !Log.HasLoggedErrors;
    }

    private void LogOne(WeaverDiagnostic diagnostic)
    {
        var (id, severity, message, file, line, column) = diagnostic;
        file ??= ProjectFile;
#pragma warning disable CA1308 // an anchor, not a normalization
        var helpLink = HelpPage + "#" + id.ToLowerInvariant();
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
