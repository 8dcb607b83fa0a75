using Fody;
using MLflow.Tracing.Build.Handover;

namespace MLflow.Tracing.Weaver;

/// <summary>
/// Says what there is to say: through the intermediate directory when our targets are there to read it, else through Fody,
/// which prints it without code, file and line and turns warnings into errors as it sees fit.
/// </summary>
internal sealed class Announcement(BaseModuleWeaver fody, HandoverFiles files)
{
    /// <summary>Hands everything over.</summary>
    public void Make(DiagnosticsFile outcome)
    {
        if (File.Exists(files.Settings))
        {
            outcome.Write(files.Diagnostics);
            return;
        }

        foreach (var diagnostic in outcome.Diagnostics)
        {
            Say(diagnostic);
        }

        if (outcome.Summary is not null)
        {
            fody.WriteMessage(outcome.Summary, MessageImportance.High);
        }
    }

    private void Say(WeaverDiagnostic diagnostic)
    {
        var place = diagnostic.File is null ? "" : $" ({diagnostic.File}:{diagnostic.Line})";
        var text = $"{diagnostic.Id}: {diagnostic.Message}{place}";
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Error:
                fody.WriteError(text);
                break;
            case DiagnosticSeverity.Warning:
                fody.WriteWarning(text);
                break;
            default:
                fody.WriteInfo(text);
                break;
        }
    }
}
