using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>
/// Decides for each method of a module whether it is woven. The first of these that speaks about the method decides:
/// the attribute on the member, the attribute on the nearest type, an inherited one, <c>&lt;Exclude&gt;</c>, <c>&lt;Include&gt;</c>, the attribute on the assembly.
/// </summary>
internal sealed class MethodSelector
{
    private readonly Func<MethodDefinition, bool, Classification> _classify;
    private readonly List<(IncludeRule Rule, RuleUsage Usage)> _includes;
    private readonly List<(ExcludeRule Rule, RuleUsage Usage)> _excludes;
    private readonly List<RuleUsage> _redactions;
    private readonly MarkedTypes _markedTypes = new();
    private readonly BaseMembers _baseMembers = new();
    private readonly MarkDiagnostics _markDiagnostics = new();

    private MethodSelector(WeaverConfiguration configuration, Func<MethodDefinition, bool, Classification> classify)
    {
        _classify = classify;
        _includes = [.. configuration.Includes.Select(static rule => (rule, new RuleUsage(rule.Target, rule.Origin)))];
        _excludes = [.. configuration.Excludes.Select(static rule => (rule, new RuleUsage(rule.Target, rule.Origin)))];
        _redactions = [.. configuration.Redactions.Select(static rule => new RuleUsage(rule.Target, rule.Origin, rule.Parameter))];
    }

    /// <summary>Selects.</summary>
    /// <param name="module">The module; it is only read.</param>
    /// <param name="configuration">The rules.</param>
    /// <param name="classify">Whether and how a method can be woven, given whether an attribute on the member asks.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A <c>regex:</c> pattern backtracks without end.</exception>
    public static SelectionResult Select(ModuleDefinition module, WeaverConfiguration configuration, Func<MethodDefinition, bool, Classification> classify)
        => new MethodSelector(configuration, classify).Select(module);

    private SelectionResult Select(ModuleDefinition module)
    {
        var assemblyMark = module.Assembly is null ? null : TraceMark.On(module.Assembly);
        var written = new List<SourceMethod>();
        var verdicts = new List<MethodVerdict>();
        foreach (var method in module.GetTypes().SelectMany(static type => type.Methods))
        {
            var memberMark = CompilerArtefacts.IsExtensionSkeleton(method) ? null : TraceMark.OnMember(method);
            if (CompilerArtefacts.IsExtensionSkeleton(method) || (memberMark is null && !CompilerArtefacts.IsWritten(method)))
            {
                continue;
            }

            var source = SourceMethod.Of(method);
            written.Add(source);
            verdicts.Add(Judge(source, memberMark, assemblyMark));
        }

        var rules = new List<RuleUsage>([.. _includes.Select(static include => include.Usage), .. _excludes.Select(static exclude => exclude.Usage), .. _redactions]);
        return new SelectionResult(verdicts, rules, [.. _markDiagnostics.All, .. _markedTypes.WithoutEffect(module), .. _baseMembers.UnresolvedTypes.Select(static type => SelectionTexts.BaseTypeNotFound(type).AtNoPlace()), .. RuleDiagnostics.Of(rules, written)]);
    }

    // Every rule is asked, also where a stronger voice decides: the counts tell whether a rule matches anything at all.
    private MethodVerdict Judge(SourceMethod source, TraceMark? memberMark, TraceMark? assemblyMark)
    {
        var exclude = Matching(_excludes, source, static entry => entry.Usage).LastOrDefault();
        var includes = Matching(_includes, source, static entry => entry.Usage);
        var typeMark = _markedTypes.NearestTo(source.Definition, _markDiagnostics);
        var verdict = Decide(source, memberMark, typeMark, exclude.Rule, includes, assemblyMark);
        if (typeMark is { } marked)
        {
            _markedTypes.Note(marked.Type, verdict);
        }

        foreach (var include in includes)
        {
            include.Usage.Note(verdict);
        }

        return verdict;
    }

    private MethodVerdict Decide(
        SourceMethod source,
        TraceMark? memberMark,
        (TypeDefinition Type, TraceMark Mark)? typeMark,
        ExcludeRule? exclude,
        List<(IncludeRule Rule, RuleUsage Usage)> includes,
        TraceMark? assemblyMark)
    {
        if (memberMark is not null)
        {
            _markDiagnostics.Check(memberMark, source.DisplayName, SourceLocation.Of(source.Definition));
            return memberMark.IsTrace
                ? DecideMarked(source, memberMark)
                : Excluded(source, new SelectionOrigin(true, "[NoTrace]"));
        }

        if (typeMark is { } marked)
        {
            var typeName = DeclaredNames.TypeNameOf(marked.Type);
            return marked.Mark.IsTrace
                ? WeaveUnlessLeftOut(source, marked.Mark.Settings, new SelectionOrigin(false, $"[Trace] on {typeName}"))
                : Excluded(source, new SelectionOrigin(false, $"[NoTrace] on {typeName}"));
        }

        if (_baseMembers.MarkFor(source.Definition) is { } inherited)
        {
            return DecideInherited(source, inherited);
        }

        if (exclude is not null)
        {
            return Excluded(source, new SelectionOrigin(false, exclude.Origin.Description));
        }

        if (includes.Count > 0)
        {
            var settings = includes.Aggregate(SpanSettings.None, static (weaker, include) => include.Rule.Settings.Over(weaker));
            var wanted = includes.Select(static include => include.Rule.Members).LastOrDefault(static members => members is not null) ?? [];
            return WeaveUnlessLeftOut(source, settings, new SelectionOrigin(false, includes[includes.Count - 1].Rule.Origin.Description), wanted);
        }

        return assemblyMark is { IsTrace: true }
            ? WeaveUnlessLeftOut(source, assemblyMark.Settings, new SelectionOrigin(false, "[assembly: Trace]"))
            : new MethodVerdict(source.Definition, MethodOutcome.NotAskedFor, null);
    }

    // An attribute that is inherited is meant for what has a body, and may stand where there is none.
    private MethodVerdict DecideMarked(SourceMethod source, TraceMark mark)
    {
        var origin = new SelectionOrigin(true, "[Trace]");
        return mark.IsInherited && source.Definition.IsAbstract
            ? LeftOut(source, origin, DefaultExclusions.WithoutBody)
            : WithReducer(Weave(source, mark.Settings, origin, isAsked: true), mark.OutputReducer, source);
    }

    // What stands on a member is about this very member; what stands on a type is about many.
    private MethodVerdict DecideInherited(SourceMethod source, InheritedMark inherited)
    {
        var origin = new SelectionOrigin(false, $"[Trace] inherited from {inherited.Owner}");
        return inherited.IsOnMember
            ? WithReducer(WeaveUnlessLeftOut(source, inherited.Mark.Settings, origin, DefaultExclusions.Overridable), inherited.Mark.OutputReducer, source)
            : WeaveUnlessLeftOut(source, inherited.Mark.Settings, origin);
    }

    private MethodVerdict WeaveUnlessLeftOut(SourceMethod source, SpanSettings settings, SelectionOrigin origin, IReadOnlyCollection<string>? wanted = null)
        => DefaultExclusions.ReasonFor(source.Definition, wanted ?? []) is { } reason
            ? LeftOut(source, origin, reason)
            : Weave(source, settings, origin, isAsked: wanted is { Count: > 0 });

    private MethodVerdict Weave(SourceMethod source, SpanSettings settings, SelectionOrigin origin, bool isAsked)
    {
        var classification = _classify(source.Definition, isAsked);
        return classification.Strategy is { } strategy
            ? new MethodVerdict(source.Definition, MethodOutcome.Woven, origin) { Strategy = strategy, StateMachine = classification.StateMachine, Span = SpanDefinitions.Build(source, settings, _redactions, _baseMembers) }
            : new MethodVerdict(source.Definition, MethodOutcome.Skipped, origin) { SkipReason = classification.Reason };
    }

    private MethodVerdict WithReducer(MethodVerdict verdict, string? name, SourceMethod source)
    {
        if (name is null || verdict.Span is not { } span)
        {
            return verdict;
        }

        var (reducer, problem) = OutputReducers.Find(source.Definition, name);
        if (problem is not null)
        {
            _markDiagnostics.BadReducer(problem, SourceLocation.Of(source.Definition));
        }

        return verdict with { Span = span with { OutputReducer = reducer } };
    }

    private static MethodVerdict LeftOut(SourceMethod source, SelectionOrigin origin, LeftOutReason reason)
        => new(source.Definition, MethodOutcome.LeftOut, origin) { LeftOutReason = reason };

    private static MethodVerdict Excluded(SourceMethod source, SelectionOrigin origin)
        => new(source.Definition, MethodOutcome.Excluded, origin);

    private static List<TEntry> Matching<TEntry>(List<TEntry> entries, SourceMethod source, Func<TEntry, RuleUsage> usageOf)
    {
        var matching = entries.FindAll(entry => source.Matches(usageOf(entry).Target));
        foreach (var entry in matching)
        {
            usageOf(entry).Count();
        }

        return matching;
    }
}
