using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.ForeignCode;

/// <summary>A foreign assembly after weaving, in a folder with the rest of the drivers' program.</summary>
/// <param name="Path">The woven assembly.</param>
/// <param name="Methods">How many of its methods have a body.</param>
/// <param name="Woven">How many of those were woven.</param>
/// <param name="Skipped">How many were not, by the id of the reason.</param>
internal sealed record ForeignWeave(string Path, int Methods, int Woven, IReadOnlyDictionary<string, int> Skipped)
{
    /// <summary>Weaves every method that can be, as if each had an attribute of its own.</summary>
    public static ForeignWeave ByAttributes(string path)
    {
        int methods;
        using (ModuleDefinition module = WovenFixture.Read(path))
        {
            methods = Bodies(module);
        }

        WovenFixture woven = WovenFixture.Weave(path, m => m.HasBody, isExplicit: true);
        return new ForeignWeave(woven.Path, methods, woven.Woven.Count, Count(woven.SkippedBecause.Values.Select(reason => reason.Split(':')[0])));
    }

    /// <summary>Weaves by a rule that reaches everything, with the rules' own exceptions.</summary>
    public static ForeignWeave ByRule(string path)
    {
        using ModuleDefinition module = WovenFixture.Read(path);
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        int methods = Bodies(module);
        WeavingResult result = WeavingEngine.Weave(module, core, ConfigurationXml.Overlay(ConfigurationXml.Rules("<Include Namespace='**'/>")));
        IEnumerable<string> skipped = result.Report.Methods
            .Where(method => method.Outcome is MethodOutcome.Skipped or MethodOutcome.LeftOut)
            .Select(method => method.Reason!.Value.Id);
        return new ForeignWeave(WovenFixture.Write(module, path), methods, result.Woven.Count, Count(skipped));
    }

    private static int Bodies(ModuleDefinition module) => module.GetTypes().Sum(t => t.Methods.Count(m => m.HasBody));

    private static Dictionary<string, int> Count(IEnumerable<string> reasons) => reasons.CountBy(reason => reason).ToDictionary();
}
