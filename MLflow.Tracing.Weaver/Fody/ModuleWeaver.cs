using Fody;
using MLflow.Tracing.Build.Handover;
using MLflow.Tracing.Weaver.Configuration;

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
        var files = new HandoverFiles(AssemblyFilePath, ProjectFilePath);
        var outcome = Weave(files);
        if (File.Exists(files.Settings))
        {
            outcome.Write(files.Diagnostics);
        }
        else
        {
            LogThroughFody(outcome);
        }
    }

    private DiagnosticsFile Weave(HandoverFiles files)
    {
        try
        {
            var diagnostics = new List<WeaverDiagnostic>();
            var sources = ConfigurationSources.Gather(SolutionDirectoryPath, ProjectDirectoryPath, ProjectFilePath, files.Settings, Config);
            var configuration = WeaverConfiguration.Overlay(sources, diagnostics);
            var core = ResolveAssembly(CoreAssembly.Name);
            if (core is null)
            {
                diagnostics.Add(CoreAssembly.Missing(ProjectFilePath));
            }

            if (core is null || diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                return new DiagnosticsFile(null, diagnostics);
            }

            var result = WeavingEngine.Weave(ModuleDefinition, core, configuration);
            return new DiagnosticsFile(Summary(result), [.. diagnostics, .. result.Diagnostics]);
        }
        catch (Exception exception) when (exception is not WeavingException)
        {
            // Whatever it is: a module that may be woven by half must not be written, and the user needs to know whose fault it is.
            WriteInfo(exception.ToString());
            throw new WeavingException($"MLT082: the weaver of MLflow.Tracing failed on {ModuleDefinition.Name}: {exception.Message} Build with -p:DisableFody=true to go on without tracing, and report the details that -v:normal shows.");
        }
    }

    private static string Summary(WeavingResult result)
    {
        var types = result.Woven.Select(static woven => woven.Method.DeclaringType).Distinct().Count();
        return $"MLflow.Tracing: wove {result.Woven.Count} methods in {types} types, skipped {result.Skipped.Count}";
    }

    // Only when the add-in is wired into a build by hand, without our targets: no codes then, and warnings as errors is Fody's to apply.
    private void LogThroughFody(DiagnosticsFile outcome)
    {
        foreach (var (id, severity, message, file, line, _) in outcome.Diagnostics)
        {
            var text = $"{id}: {message}{(file is null ? "" : $" ({file}:{line})")}";
            switch (severity)
            {
                case DiagnosticSeverity.Error:
                    WriteError(text);
                    break;
                case DiagnosticSeverity.Warning:
                    WriteWarning(text);
                    break;
                default:
                    WriteInfo(text);
                    break;
            }
        }

        if (outcome.Summary is not null)
        {
            WriteMessage(outcome.Summary, MessageImportance.High);
        }
    }
}
