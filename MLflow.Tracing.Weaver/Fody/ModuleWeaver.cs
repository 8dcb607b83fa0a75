using System.Text;
using Fody;
using MLflow.Tracing.Build.Handover;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Reporting;

namespace MLflow.Tracing.Weaver;

/// <summary>
/// The Fody add-in: collects the configuration, lets the engine weave, and leaves what there is to say in the intermediate directory,
/// from where the build logs it (see <c>MLflow.Tracing.Fody.targets</c>).
/// </summary>
/// <remarks>
/// A configuration error does not stop Fody, whose own error would hide ours; the build fails when it logs the error,
/// and compiles and weaves again the next time.
/// </remarks>
public sealed class ModuleWeaver : BaseModuleWeaver
{
    /// <summary>False: woven code calls MLflow.Tracing.Core at run time.</summary>
    public override bool ShouldCleanReference => false;

    /// <summary>None: the engine resolves what it needs through the module's own references.</summary>
    public override IEnumerable<string> GetAssembliesForScanning() => [];

    /// <summary>Weaves the module.</summary>
    /// <exception cref="WeavingException">The weaver itself failed; Fody then writes nothing.</exception>
    public override void Execute()
    {
        try
        {
            var files = new HandoverFiles(AssemblyFilePath, ProjectFilePath);
            new Announcement(this, files).Make(Weave(files));

            // Fody writes the module also when nothing was woven.
            DocumentsOfTypes.Remove(ModuleDefinition);
        }
        catch (Exception exception) when (exception is not WeavingException)
        {
            // Whatever it is: a module that may be woven by half must not be written, and the user needs to know whose fault it is.
            WriteInfo(exception.ToString());
            var failure = BuildTexts.WeaverFailed(ModuleDefinition.Name, exception.Message);
            throw new WeavingException($"{failure.Id}: {failure.Message}");
        }
    }

    private DiagnosticsFile Weave(HandoverFiles files)
    {
        // What an earlier build left would be taken for this one's.
        File.Delete(files.Report);

        var diagnostics = new List<WeaverDiagnostic>();
        var sources = ConfigurationSources.Gather(SolutionDirectoryPath, ProjectDirectoryPath, ProjectFilePath, files.Settings, Config);
        var configuration = WeaverConfiguration.Overlay(sources, diagnostics);
        var core = ResolveAssembly(CoreAssembly.Name);
        if (core is null)
        {
            diagnostics.Add(CoreAssembly.Missing(ProjectFilePath));
        }
        else if (CoreAssembly.OfAnotherRelease(core, ProjectFilePath) is { } mixed)
        {
            diagnostics.Add(mixed);
        }

        if (core is null || diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return new DiagnosticsFile(null, diagnostics);
        }

        var result = WeavingEngine.Weave(ModuleDefinition, core, configuration);
        var summary = result.Report.Summary(configuration.Report ? WriteReport(result.Report, files.Report) : null);
        return new DiagnosticsFile(summary, [.. diagnostics, .. result.Diagnostics]) { Details = [.. result.Report.Details] };
    }

    private string WriteReport(WeavingReport report, string path)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        ReportJson.Write(report, writer);
        var project = ProjectDirectoryPath.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return path.StartsWith(project, StringComparison.Ordinal) ? path.Substring(project.Length) : path;
    }
}
