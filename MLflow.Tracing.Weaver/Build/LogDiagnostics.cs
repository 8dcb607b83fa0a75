using Microsoft.Build.Framework;

namespace MLflow.Tracing.Build;

/// <summary>Runs after Fody: logs what the add-in left in the intermediate directory.</summary>
public sealed class LogDiagnostics : DiagnosticTask
{
    /// <summary>What the add-in wrote. It is deleted, so that nothing is said twice: like a compiler, an up-to-date build is silent.</summary>
    [Required]
    public string DiagnosticsFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var found = Handover.DiagnosticsFile.Read(DiagnosticsFile);
        foreach (var diagnostic in found.Diagnostics)
        {
            LogDiagnostic(diagnostic);
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
}
