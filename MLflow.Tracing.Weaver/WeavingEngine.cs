using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Reporting;
using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver;

/// <summary>The whole way of one module: select, emit, say what was done. Both hosts, Fody and the command, call this.</summary>
internal static class WeavingEngine
{
    private const string ReferenceAssembly = "System.Runtime.CompilerServices.ReferenceAssemblyAttribute";

    /// <summary>Weaves a module in memory.</summary>
    /// <param name="module">The module, changed in place unless the result holds an error or nothing matched.</param>
    /// <param name="core">MLflow.Tracing.Core, as the module's project references it.</param>
    /// <param name="configuration">The effective configuration.</param>
    public static WeavingResult Weave(ModuleDefinition module, AssemblyDefinition core, WeaverConfiguration configuration)
    {
        var hash = ConfigurationHash.Compute(configuration, EngineVersion.Current);
        var report = new WeavingReport { Assembly = module.Assembly?.FullName ?? module.Name, ConfigurationHash = hash };
        if (Obstacle(module, core, configuration, hash) is { } obstacle)
        {
            return Untouched(report, obstacle.Note, obstacle.Text.AtNoPlace());
        }

        try
        {
            return Weave(module, core, configuration, report);
        }
        catch (RegexMatchTimeoutException exception)
        {
            return Untouched(report, "did nothing, a rule takes too long", EndlessExpression(exception, configuration));
        }
    }

    private static WeavingResult Weave(ModuleDefinition module, AssemblyDefinition core, WeaverConfiguration configuration, WeavingReport report)
    {
        var clock = Stopwatch.StartNew();
        var selection = MethodSelector.Select(module, configuration, StrategyClassifier.Classify);
        var selectionTime = clock.Elapsed;

        clock.Restart();
        var isAsked = configuration.TraceLlmCalls && module.EntryPoint is not null;
        var platform = isAsked ? ProgramPlatform.WithoutLlmCalls(module) : null;
        var plan = new WeavingPlan(selection.Selected, selection.Skipped, configuration.Defaults, report.ConfigurationHash)
        {
            Exceptions = configuration.Exceptions,
            TracesLlmCalls = isAsked && platform is null,
        };
        var surprises = ModuleEmitter.Emit(module, core, plan);
        var emissionTime = clock.Elapsed;

        var outcome = selection.Without(surprises);
        List<WeaverDiagnostic> diagnostics = [.. outcome.Diagnostics, .. outcome.Skipped.Select(SkipDiagnostics.For)];
        if (platform is not null)
        {
            diagnostics.Add(AssemblyTexts.NoLlmCalls(module.Name, platform).AtNoPlace());
        }

        if (plan.IsEmpty)
        {
            diagnostics.Add(AssemblyTexts.NothingSelected(module.Name).AtNoPlace());
        }

        return new WeavingResult(outcome.Selected, outcome.Skipped, diagnostics, report with
        {
            Rules = [.. outcome.Rules.Select(static rule => new ReportedRule(rule.Origin, rule.Matches))],
            Methods = [.. outcome.Verdicts.Select(ReportedMethod.Of)],
            Diagnostics = diagnostics,
            TracesLlmCalls = plan.TracesLlmCalls,
            SelectionTime = selectionTime,
            EmissionTime = emissionTime,
        });
    }

    // B10, B21: what must not or need not be woven.
    private static (string Note, DiagnosticText Text)? Obstacle(ModuleDefinition module, AssemblyDefinition core, WeaverConfiguration configuration, string hash)
    {
        if (!configuration.Enabled)
        {
            return ("weaving is switched off", AssemblyTexts.SwitchedOff(module.Name));
        }

        if (module.Assembly is not { } assembly)
        {
            return ("did nothing, this is a netmodule", AssemblyTexts.Netmodule(module.Name));
        }

        if (CompilerArtefacts.HasAttribute(assembly, ReferenceAssembly))
        {
            return ("did nothing, this is a reference assembly", AssemblyTexts.ReferenceAssembly(module.Name));
        }

        if (assembly.Name.Name == core.Name.Name)
        {
            return ("did nothing, this is the tracing library", AssemblyTexts.TracingLibrary(module.Name));
        }

        return WovenMarker.On(assembly) switch
        {
            null when RequiredHooks.FirstMissing(core) is { } missing => ("did nothing, the tracing library does not fit", AssemblyTexts.CoreDoesNotFit(core.Name.Version.ToString(), missing, EngineVersion.Current)),
            null => null,
            { } marker when marker.ConfigurationHash == hash => ("already woven", AssemblyTexts.AlreadyWoven(module.Name)),
            { } marker => ("did nothing, already woven otherwise", AssemblyTexts.WovenOtherwise(module.Name, marker.EngineVersion)),
        };
    }

    private static WeaverDiagnostic EndlessExpression(RegexMatchTimeoutException exception, WeaverConfiguration configuration)
    {
        var origins = configuration.Includes.Select(static rule => rule.Origin)
            .Concat(configuration.Excludes.Select(static rule => rule.Origin))
            .Concat(configuration.Redactions.Select(static rule => rule.Origin));
        var expression = GlobSyntax.WithoutAnchors(exception.Pattern);
        var origin = origins.FirstOrDefault(candidate => candidate.Text.IndexOf(expression, StringComparison.Ordinal) >= 0);
        var limit = exception.MatchTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return PatternTexts.EndlessExpression(expression, limit, exception.Input).At(origin?.File, origin?.Line ?? 0, origin?.Column ?? 0);
    }

    private static WeavingResult Untouched(WeavingReport report, string note, WeaverDiagnostic diagnostic)
        => new([], [], [diagnostic], report with { Note = note, Diagnostics = [diagnostic] });
}
