using System.Diagnostics;
using System.Text.RegularExpressions;
using MLflow.Tracing.Weaver.Configuration;
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
            return Untouched(report, obstacle.Note, obstacle.Diagnostic);
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
        IReadOnlyList<SkippedMethod> surprises = selection.Selected.Count == 0
            ? []
            : ModuleEmitter.Emit(module, core, new WeavingPlan(selection.Selected, selection.Skipped, configuration.Defaults, report.ConfigurationHash));
        var emissionTime = clock.Elapsed;

        var outcome = selection.Without(surprises);
        List<WeaverDiagnostic> diagnostics = [.. outcome.Diagnostics, .. outcome.Skipped.Select(SkipDiagnostics.For)];
        if (selection.Selected.Count == 0)
        {
            diagnostics.Add(new WeaverDiagnostic(
                "MLT069",
                DiagnosticSeverity.Information,
                $"{module.Name} has no method to trace and was left as it is. Add an <Include> to <MLflow.Tracing> in FodyWeavers.xml, or [Trace] to a method."));
        }

        return new WeavingResult(outcome.Selected, outcome.Skipped, diagnostics, report with
        {
            Rules = [.. outcome.Rules.Select(static rule => new ReportedRule(rule.Origin, rule.Matches))],
            Methods = outcome.Verdicts,
            Diagnostics = diagnostics,
            SelectionTime = selectionTime,
            EmissionTime = emissionTime,
        });
    }

    // B10, B21: what must not or need not be woven.
    private static (string Note, WeaverDiagnostic Diagnostic)? Obstacle(ModuleDefinition module, AssemblyDefinition core, WeaverConfiguration configuration, string hash)
    {
        if (!configuration.Enabled)
        {
            return ("weaving is switched off", Information("MLT067", $"{module.Name} is not woven: <MLflow.Tracing> says Enabled=\"false\"."));
        }

        if (module.Assembly is not { } assembly)
        {
            return null;
        }

        if (CompilerArtefacts.HasAttribute(assembly, ReferenceAssembly))
        {
            return ("did nothing, this is a reference assembly", Information("MLT068", $"{module.Name} is a reference assembly, which never runs, and was left as it is."));
        }

        if (assembly.Name.Name == core.Name.Name)
        {
            return ("did nothing, this is the tracing library", Information("MLT068", $"{module.Name} is the tracing library itself and was left as it is."));
        }

        return WovenMarker.On(assembly) switch
        {
            null => null,
            { } marker when marker.ConfigurationHash == hash => ("already woven", Information("MLT065", $"{module.Name} is already woven with this configuration and was left as it is.")),
            { } marker => ("did nothing, already woven otherwise", new WeaverDiagnostic(
                "MLT066",
                DiagnosticSeverity.Error,
                $"{module.Name} was already woven by engine {marker.EngineVersion} with another configuration, and cannot be woven again. Weave the assembly as the compiler wrote it: build with --no-incremental, or take the unwoven file.")),
        };
    }

    private static WeaverDiagnostic EndlessExpression(RegexMatchTimeoutException exception, WeaverConfiguration configuration)
    {
        var origins = configuration.Includes.Select(static rule => rule.Origin)
            .Concat(configuration.Excludes.Select(static rule => rule.Origin))
            .Concat(configuration.Redactions.Select(static rule => rule.Origin));
        var expression = GlobSyntax.WithoutAnchors(exception.Pattern);
        var origin = origins.FirstOrDefault(candidate => candidate.Text.IndexOf(expression, StringComparison.Ordinal) >= 0);
        return new WeaverDiagnostic(
            "MLT005",
            DiagnosticSeverity.Error,
            $"The regular expression '{expression}' takes longer than {exception.MatchTimeout.TotalSeconds} s on '{exception.Input}': it backtracks without end. Avoid repetitions inside repetitions.",
            origin?.File,
            origin?.Line ?? 0,
            origin?.Column ?? 0);
    }

    private static WeaverDiagnostic Information(string id, string message) => new(id, DiagnosticSeverity.Information, message);

    private static WeavingResult Untouched(WeavingReport report, string note, WeaverDiagnostic diagnostic)
        => new([], [], [diagnostic], report with { Note = note, Diagnostics = [diagnostic] });
}
