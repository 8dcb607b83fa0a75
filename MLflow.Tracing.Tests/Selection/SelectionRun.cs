using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Selection;

/// <summary>Compiles, selects, and finds what a test asks about.</summary>
internal sealed class SelectionRun
{
    /// <summary>What stands for the classifier: everything with a body can be woven.</summary>
    private static readonly SkipReason s_noBody = new("MLT020", "it has no body. Remove the attribute.");

    private SelectionRun(ModuleDefinition module, SelectionResult result)
    {
        Module = module;
        Result = result;
    }

    public ModuleDefinition Module { get; }

    public SelectionResult Result { get; }

    public IReadOnlyList<WeaverDiagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>The source names of the methods to weave, in the order of metadata.</summary>
    public string[] Woven => [.. Result.Selected.Select(static selected => DeclaredNames.TypeNameOf(selected.Method.DeclaringType) + "." + DeclaredNames.MemberNameOf(selected.Method))];

    /// <summary>Selects with the rules of one project.</summary>
    public static SelectionRun Of(string code, string rules = "") => Of(SourceModule.Compile(code), rules);

    /// <summary>Selects with the rules of a solution below those of a project.</summary>
    public static SelectionRun Of(string code, string solutionRules, string projectRules)
        => new(SourceModule.Compile(code), solutionRules, projectRules);

    public static SelectionRun Of(ModuleDefinition module, string rules = "") => new(module, "", rules);

    /// <summary>Selects with a classifier of the test's choice.</summary>
    public static SelectionRun Of(ModuleDefinition module, string rules, Func<MethodDefinition, bool, Classification> classify) => new(module, "", rules, classify);

    private SelectionRun(ModuleDefinition module, string solutionRules, string projectRules, Func<MethodDefinition, bool, Classification>? classify = null)
        : this(module, MethodSelector.Select(
            module,
            ConfigurationXml.Overlay(ConfigurationXml.Rules(solutionRules, isInherited: true), ConfigurationXml.Rules(projectRules)),
            classify ?? (static (method, _) => method.HasBody ? new Classification(WeavingStrategy.Synchronous, null) : new Classification(null, s_noBody))))
    {
    }

    /// <summary>The decision about the one method of that metadata name.</summary>
    public MethodVerdict Verdict(string method) => Result.Verdicts.Single(verdict => verdict.Method.Name == method);

    /// <summary>The span of the one woven method of that metadata name.</summary>
    public SpanDefinition Span(string method)
        => Verdict(method).Span ?? throw new AssertFailedException($"{method} is not woven: {Verdict(method)}");

    /// <summary>The span of the one woven method of that metadata name in a type of that name.</summary>
    public SpanDefinition Span(string method, string type)
        => Result.Selected.Single(selected => selected.Method.Name == method && selected.Method.DeclaringType.Name == type).Span;

    /// <summary>The word for why rules leave out the one method of that metadata name.</summary>
    public string? LeftOut(string method) => Verdict(method).LeftOutReason?.Id;
}
